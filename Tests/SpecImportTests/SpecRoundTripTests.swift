import CardCore
import ISO8583
import SpecImport
import TestSupport
import Testing

/// Specs through their JSON form and back.
struct SpecRoundTripTests {
  @Test(arguments: MessageSpec.builtIn.map(\.name))
  func `a built-in spec comes back from its JSON form`(name: String) throws {
    try checkRoundTrip(try #require(MessageSpec.builtIn(named: name)))
  }

  @Test(arguments: ["every-composite", "every-encoding"])
  func `a spec of every kind of field comes back from its JSON form`(name: String) throws {
    try checkRoundTrip(SpecFile.read(try Repository.vector("specs/\(name).json")))
  }

  @Test func `the specs of other projects are read, compiled, and come back`() throws {
    let text = try Repository.vector("iso8583/cases.json")
    let specs = try #require(JSONReader().read(text)["specs"]?.object)
    #expect(specs.members.count == 147)
    for member in specs.members {
      try checkRoundTrip(SpecFile.spec(member.value, name: member.name))
    }
  }

  @Test func `every word of the JSON form is read as what it is written for`() throws {
    for (word, encoding) in [
      ("xbcd", FieldSpec.Encoding.signedBCD(.ascii)), ("hexebcdic", .hexadecimal(.ebcdic500)),
      ("hex-ebcdic500", .hexadecimal(.ebcdic500)), ("ebcdic1140", .text(.ebcdic1140)),
    ] {
      let field = try read(#"{"len": "fixed", "max": 2, "enc": "\#(word)"}"#)
      #expect(field.encoding == encoding)
    }
  }

  @Test func `reads every key of a field`() throws {
    let field = try read(
      """
      {"name": "amount", "len": "var", "max": 12, "min": 2, "unit": "digit",
       "prefix": {"enc": "bcd", "size": 2, "counts": "bytesAndPrefix"}, "enc": "bcd",
       "odd": "right", "filler": "f", "hexNibbles": true, "pad": {"char": "0", "side": "left"},
       "class": "n"}
      """)
    #expect(
      field
        == FieldSpec(
          name: "amount",
          length: .variable(
            Prefix(.bcd, width: 2, counts: .bytesAndPrefix), minimum: 2, maximum: 12),
          unit: .digit, encoding: .bcd, characters: .numeric,
          padding: .init(side: .left, character: 0x30), fillerSide: .right, filler: 15,
          acceptsHexNibbles: true))
  }

  @Test func `what a field leaves out has the value that is documented`() throws {
    let field = try read(#"{"len": "var", "prefix": {"enc": "binary"}, "enc": "latin1"}"#)
    let expected = FieldSpec(
      length: .variable(Prefix(.binary, width: 1), maximum: nil), encoding: .text(.latin1))
    #expect(field == expected)
    #expect(field.unit == .byte && field.fillerSide == .left && field.filler == 0)
    #expect(try read(#"{"len": "rest", "enc": "bcd"}"#).unit == .digit)
  }

  @Test func `a strip of true stands for a zero`() throws {
    for (form, strip) in [("true", UInt8(0x30)), ("false", nil), (#""0""#, 0x30), (#"" ""#, 0x20)] {
      let field = try read(
        """
        {"len": "rest", "enc": "ascii",
         "sub": {"kind": "tlv", "tag": {"size": 2, "enc": "ascii", "strip": \(form)}}}
        """)
      let tag = Subfields.Tag(.text(.ascii), count: 2, strip: strip)
      #expect(field.subfields == .tagged(tag, fields: [:], unknown: nil))
    }
  }

  @Test func `private data subelements and datasets are short for tagged fields`() throws {
    let subelements = try read(#"{"len": "rest", "enc": "ascii", "sub": {"kind": "pds"}}"#)
    #expect(subelements.subfields == .privateDataSubelements(.latin1))
    let datasets = try read(#"{"len": "rest", "enc": "binary", "sub": {"kind": "datasets"}}"#)
    #expect(datasets.subfields == .datasets())
  }

  @Test(arguments: [(8, 18, 18), (16, 9, 9), (24, 9, 6)])
  func `nine bitmaps are taken for the most there can be`(
    chunk: Int, asked: Int, read: Int
  ) throws {
    let text = """
      {"mti": {"len": "fixed", "max": 4, "enc": "ascii"}, "fields": {},
       "bitmap": {"enc": "hexascii", "chunk": \(chunk), "max": \(asked)}}
      """
    let spec = try SpecFile.read(Array(text.utf8))
    #expect(spec.bitmap.maximumChunkCount == read)
    try checkRoundTrip(spec)
  }

  @Test(arguments: [
    #"{"len": "fixed", "max": 3, "enc": "ascii", "odd": "left", "filler": "0"}"#,
    #"{"len": "fixed", "max": 3, "enc": "hexascii", "hexNibbles": false}"#,
    #"{"len": "fixed", "max": 3, "enc": "bcd", "unit": "byte", "odd": "right", "filler": "F"}"#,
    #"{"len": "fixed", "max": 4, "enc": "bcd", "pad": {"char": "0", "side": "left"}}"#,
    #"{"len": "fixed", "max": 4, "enc": "bcd", "hexNibbles": true,"#
      + #" "pad": {"char": "F", "side": "left"}}"#,
    #"{"len": "fixed", "max": 3, "enc": "binary", "unit": "digit", "hexNibbles": true}"#,
    #"{"len": "var", "max": 17, "prefix": {"enc": "ascii", "size": 1}, "enc": "ascii"}"#,
    #"{"len": "var", "max": 256, "prefix": {"enc": "binary", "size": 1, "counts": "bytes"},"#
      + #" "enc": "bcd"}"#,
    #"{"len": "var", "max": 9, "prefix": {"enc": "ascii"}, "enc": "ascii","#
      + #" "pad": {"char": " ", "side": "right"}}"#,
  ])
  func `what says a thing twice, or has one meaning only, is no contradiction`(
    form: String
  ) throws {
    _ = try FieldCodec(read(form))
  }

  private func checkRoundTrip(_ spec: MessageSpec) throws {
    _ = try MessageParser(spec)
    let text = SpecFile.json(of: spec)
    #expect(try SpecFile.read(Array(text.utf8)) == spec)
    #expect(text.hasSuffix("}\n"))
  }

  private func read(_ text: String) throws -> FieldSpec {
    try SpecFile.field(JSONReader().read(text))
  }
}
