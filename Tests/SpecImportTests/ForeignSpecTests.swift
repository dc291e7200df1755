import CardCore
import ISO8583
import SpecImport
import TestSupport
import Testing

@Suite struct ForeignSpecTests {
  private func packager() throws -> ImportedSpec {
    try JPOSPackager.read(Repository.vector("specs/packager.xml"), named: "packager")
  }

  private func moov() throws -> ImportedSpec {
    try MoovSpec.read(Repository.vector("specs/moov.yaml"), named: "moov")
  }

  // MARK: - jPOS

  @Test func `reads the bytes that a packager describes`() throws {
    let parser = try MessageParser(packager().spec)
    // Header, 0200, bitmap of 2, 3, 28, 35, 41, 44, 48; card of 15 digits, filled on the right.
    let parts = [
      "6000010000", "0200", "6000001020910000", "15", "3782822463100050", "000000", "4400000123",
      "37", "4242424242424242D291220100000123456780", "5445524D30303031", "F0F3C1C2C3", "303036",
      "343230324142",
    ]
    let wire = bytes(hex: parts.joined())
    let (message, error) = Message.reading(wire, using: parser)
    #expect(error == nil, "\(String(describing: error))")
    #expect(message.mti == "0200")
    #expect(message.text(of: .pan) == "378282246310005")
    #expect(message.text(of: DataElement(rawValue: 28)) == "D00000123")
    #expect(message.text(of: DataElement(rawValue: 44)) == "ABC")
    let part = try message.value(of: DataElement(rawValue: 48))
    #expect(part?["1"]?.text == "42")
    #expect(part?["2"]?.text == "AB")
    #expect(try message.serialize() == wire)
  }

  @Test func `says what of a packager is not carried over`() throws {
    let notes = try packager().notes
    #expect(
      notes.map(\.description) == ["DE 63: class com.example.IFX_OWN is not known, left out"])
    #expect(notes.first?.isLoss == true)
    #expect(try packager().spec.elements[63] == nil)
  }

  @Test func `a packager inside a field has its own bitmap`() throws {
    guard case .bitmap(let bitmap, let fields)? = try packager().spec.elements[127]?.subfields
    else {
      Issue.record("no bitmap in field 127")
      return
    }
    #expect(!bitmap.extends)
    #expect(bitmap.chunkByteCount == 8)
    #expect(fields.keys.sorted() == [3, 20])
  }

  @Test(arguments: [
    ("<isopackager/>", "no field 0"), ("<other/>", "expected isopackager"),
    ("<isopackager><isofield id='0' class='IFA_NUMERIC'/></isopackager>", "no length"),
    ("<isopackager><isofield id='x' class='IFA_NUMERIC'/></isopackager>", "id is no number"),
    ("<?xml?><?stop?><isopackager/>", "only elements"), ("<!-- <isopackager/>", "no --> to end"),
    ("<isopackager><![CDATA[x]]></isopackager>", "only elements"),
    ("<isopackager", "not XML"), ("no XML", "not XML"), ("<a>\u{0}</a>", "bytes of zero"),
  ])
  func `refuses what is no packager`(text: String, reason: String) {
    let error = #expect(throws: SpecImportError.self) {
      try JPOSPackager.read(Array(text.utf8), named: "x")
    }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  @Test func `entities are refused before they can grow or read files`() {
    for entity in [
      #"<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">"#,
      #"<!ENTITY x SYSTEM "file:///etc/passwd">"#,
    ] {
      let text = "<!DOCTYPE isopackager [\(entity)]>\n<isopackager>&x;&b;</isopackager>"
      let error = #expect(throws: SpecImportError.self) {
        try JPOSPackager.read(Array(text.utf8), named: "x")
      }
      #expect(error?.reason == "entities are not allowed")
    }
  }

  @Test func `what stops the parser is refused before it gets there`() throws {
    let paths = Repository.files(under: "TestVectors/regressions/foreign")
    #expect(!paths.isEmpty)
    for path in paths {
      #expect(throws: SpecImportError.self, "\(path)") {
        try JPOSPackager.read(Repository.bytes(of: path), named: "x")
      }
    }
  }

  @Test func `an encoding that is declared hides nothing`() throws {
    let text = String(decoding: try Repository.vector("specs/packager.xml"), as: UTF8.self)
    let plain = try JPOSPackager.read(Array(text.utf8), named: "x").spec
    for encoding in ["UTF-7", "ISO-8859-1", "utf-8", "no such"] {
      let declared = text.replacing("encoding=\"UTF-8\"", with: "encoding='\(encoding)'")
      #expect(try JPOSPackager.read(Array(declared.utf8), named: "x").spec == plain)
    }
  }

  @Test func `deep and endless packagers are refused`() {
    let deep = String(repeating: "<isofieldpackager>", count: 5_000)
    #expect(throws: SpecImportError.self) {
      try JPOSPackager.read(Array(("<isopackager>" + deep).utf8), named: "x")
    }
    let many = String(repeating: "<isofield/>", count: 30_000)
    #expect(throws: SpecImportError.self) {
      try JPOSPackager.read(Array("<isopackager>\(many)</isopackager>".utf8), named: "x")
    }
  }

  /// Each name with what it stands for, from the classes of org.jpos.iso.
  @Test(arguments: [
    ("IFA_LLLBINARY", "var ascii 3 binary"), ("IFA_LLABINARY", "var ascii 2 hexascii"),
    ("IFE_LLBINARY", "var ebcdic1047 2 binary"), ("IFE_NUMERIC", "fixed ebcdic1047"),
    ("IFE_BINARY", "fixed hex-ebcdic1047"), ("IFB_LLLHNUM", "var binary 2 bcd"),
    ("IFB_LLHECHAR", "var binary 1 ebcdic1047"), ("IFEB_LLNUM", "var binary 1 ebcdic1047"),
    ("IFA_LCHAR", "var ascii 1 latin1"), ("IFB_LLLCHAR", "var bcd 3 latin1"),
    ("IF_ECHAR", "fixed ebcdic1047"), ("IFB_AMOUNT", "fixed xbcd"),
  ])
  func `a class is what its name says`(name: String, form: String) throws {
    let text = """
      <isopackager><isofield id="0" length="4" class="IFA_NUMERIC"/>
      <isofield id="1" length="16" class="IFA_BITMAP"/>
      <isofield id="3" length="9" class="\(name)"/></isopackager>
      """
    let spec = try JPOSPackager.read(Array(text.utf8), named: "x").spec
    let json = try JSONReader().read(SpecFile.json(of: spec))
    let field = json["fields"]?["3"]
    let prefix = field?["prefix"]
    let said = [
      field?["len"]?.string, prefix?["enc"]?.string, prefix?["size"]?.int.map { "\($0)" },
      field?["enc"]?.string,
    ].compactMap { $0 }.joined(separator: " ")
    #expect(said == form)
  }

  // MARK: - moov

  @Test func `reads the bytes that a moov spec describes`() throws {
    let parser = try MessageParser(moov().spec)
    var wire = Array("01007000000000001200164242424242424242000000".utf8)
    wire += bytes(hex: "000000001234" + "0123456789ABCDEF" + "303131" + "9F2608A1B2C3D4E5F60718")
    let (message, error) = Message.reading(wire, using: parser)
    #expect(error == nil, "\(String(describing: error))")
    #expect(message.text(of: .transactionAmount) == "000000001234")
    let chip = try message.value(of: DataElement(rawValue: 55))
    #expect(chip?["9F26"]?.bytes == bytes(hex: "A1B2C3D4E5F60718"))
    #expect(try message.serialize() == wire)
  }

  @Test func `says what of a moov spec is not carried over`() throws {
    #expect(
      try moov().notes.map(\.description) == [
        "DE 60: type Blob is not known, left out",
        "DE 65: the bit announces another bitmap, left out",
      ])
  }

  @Test(arguments: [
    ("{}", "expected fields"), ("{", "not JSON"), ("a: [", "not YAML"),
    ("fields: {\"x\": {type: String}}", "no number"), ("a: &x 1\nb: *x", "anchors and aliases"),
    ("a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]", "anchors and aliases"),
    ("a: 1\na: 2", ""),
  ])
  func `refuses what is no moov spec`(text: String, reason: String) {
    let error = #expect(throws: SpecImportError.self) {
      try MoovSpec.read(Array(text.utf8), named: "x")
    }
    #expect(error?.description.contains(reason) == true || reason.isEmpty)
  }

  @Test func `whatever is read can be compiled or is refused`() throws {
    for (path, isXML) in [("specs/packager.xml", true), ("specs/moov.yaml", false)] {
      let text = try Repository.vector(path)
      try forEachSeed(count: 150, generator: SplitMix64.init(seed:)) { _, generator in
        var broken = text
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          let index = Int.random(in: 0..<broken.count, using: &generator)
          broken[index] = UInt8.random(in: 0x20...0x7E, using: &generator)
        }
        do throws(SpecImportError) {
          let spec =
            try isXML
            ? JPOSPackager.read(broken, named: "x").spec : MoovSpec.read(broken, named: "x").spec
          _ = try? MessageParser(spec)
        } catch {
          #expect(!error.reason.isEmpty)
        }
      }
    }
  }
}
