import CardCore
import ISO8583
import TestSupport
import Testing

/// Values of single elements, and what is shown of them. Card numbers are the public test numbers
/// 4242424242424242, 378282246310005 (15 digits) and 4222222222222 (13).
@Suite struct CardDataMaskTests {
  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

  @Test(arguments: [
    (2, "4242424242424242", "424242******4242"),
    (2, "378282246310005", "378282*****0005"),
    (2, "4222222222222", "*********2222"),
    (2, "12345", "*2345"),
    (2, "1234", "****"),
    (35, "4242424242424242=30122010000012345", "424242******4242=3012201**********"),
    (35, ";4242424242424242=3012201123?", ";424242******4242=3012201****"),
    (35, "4242424242424242===123", "424242******4242===***"),
    (35, "4242424242424242=30", "424242******4242=**"),
    (35, "no track", "********"),
    (35, "4242424242424242", "****************"),
    (36, "014242424242424242=9789780001", "**************4242=**********"),
    (45, "B4242424242424242^DOE/JOHN^3012201123", "B424242******4242^********^3012201***"),
    (45, "B4242424242424242^DOE", "*********************"),
    (52, "0123456789ABCDEF", "****************"),
    (48, "4242424242424242", "424242******4242"),
    (48, "ref 0164242424242424242 end", "ref 016************4242 end"),
    (48, "123456789012", "123456789012"),
    (48, "x4242424242424242=3012201123 y", "x424242******4242=3012201*** y"),
    (61, "4222222222222", "*********2222"),
    (102, "378282246310005", "378282*****0005"),
    (120, "00000000000000000", "00000000000000000"),
    (
      90, "010012345608221910490000123456700000000000", "010012345608221910490000123456700000000000"
    ),
    (37, "623419123456", "623419123456"),
    (48, "to 4242 4242 4242 4242.", "to 4242 42** **** 4242."),
    (44, "4242-4242-4242-4242", "4242-42**-****-4242"),
    (61, "3782 822463 10005", "3782 82**** *0005"),
    (61, "2024 0101 1200 3000", "2024 0101 1200 3000"),
    (53, "4242424242424242", "424242******4242"),
    (53, "9701100000000000", "9701100000000000"),
    // A card number where none belongs, in a message that names no card.
    (95, "000042424242424242420000" + zeros(18), "0000424242******42420000" + zeros(18)),
    (90, "42424242424242420000" + zeros(22), "424242******42420000" + zeros(22)),
  ])
  func `a text shows`(element: Int, value: String, shown: String) throws {
    #expect(try self.shown(value, element) == shown)
  }

  @Test(arguments: [
    // 5A, odd and filled, then 9F26.
    (
      "5A08378282246310005F9F260811223344556677885F340101",
      "5A08378282*****0005F9F260811223344556677885F340101"
    ),
    // 57 with discretionary data, 9F20, 9F1F, 99.
    ("57114242424242424242D301220112345678909F", "57114242424242424242D301220112345678909F"),
    (
      "57114242424242424242D3012201123456789F9F200212349F1F0299999901AA",
      "5711424242******4242D3012201**********9F2002****9F1F02****9901**"
    ),
    // The holder's name in 5F20, a card number in 9F10.
    ("5F2004444F452F9F270180", "5F2004********9F270180"),
    ("9F10084242424242424242", "9F1008424242******4242"),
    // Track 1 in 56, as ASCII.
    (
      "561D42343234323432343234323432343234325E415E333031323230313939",
      "561D42343234323432************343234325E**5E33303132323031****"
    ),
    // A card number as the label of an application.
    (
      "501034323432343234323432343234323432",
      "5010343234323432************34323432"
    ),
    // Inside a template.
    ("700A5A084242424242424242", "700A5A08424242******4242"),
    // No data objects: packed and ASCII digits are searched.
    ("0142424242424242420F", "0142424242424242420F"),
    ("FF084242424242424242D30122011234FF", "FF08************4242D3012201****FF"),
  ])
  func `chip data that are not taken apart show`(hex: String, shown: String) throws {
    let wire = bytes(hex: hex)
    guard wire.count * 2 == hex.count else { return }
    let message = try self.message(.bytes(wire), 55, chipData)
    #expect(!(try text(of: message)).contains("24242424242"))
    if hex != shown { #expect(try text(of: message) == shown) }
  }

  @Test func `chip data in tags show each tag by its own rule`() throws {
    let value = FieldValue.fields([
      .init("5A", .bytes(bytes(hex: "4242424242424242"))),
      .init("57", .bytes(bytes(hex: "4242424242424242D30122011234567F"))),
      .init("9F26", .bytes(bytes(hex: "1122334455667788"))),
      .init("5A", .bytes(bytes(hex: "378282246310005F"))),
    ])
    let ber = FieldSpec(
      length: .rest(maximum: nil), encoding: .binary,
      subfields: .ber(
        fields: [:],
        unknown: FieldSpec(
          length: .variable(Prefix(.ber, width: 1), maximum: nil), encoding: .binary)))
    let shown = try message(value, 55, ber).shown()
    guard case .fields(let members) = shown.first?.value else {
      Issue.record("chip data are fields")
      return
    }
    let texts = members.compactMap { member -> String? in
      guard case .hex(let shown) = member.value else { return nil }
      return shown.text
    }
    #expect(
      texts == [
        "424242******4242", "424242******4242D3012201********", "1122334455667788",
        "378282*****0005F",
      ])
  }

  @Test func `the message's own card number is starred even where Luhn does not hold`() throws {
    var message = try Message(mti: "0100", using: parser([2: text, 48: text, 90: text]))
    try message.set(DataElement(rawValue: 2), to: .text("4242424242424243"))
    try message.set(DataElement(rawValue: 90), to: .text("99424242424242424399"))
    let shown = message.shown().map { $0.value }
    #expect(shown.last == message.shown(only: ["90"]).first?.value)
    guard case .text(let shownText) = shown.last else { return }
    #expect(shownText.text == "99424242******424399")
    #expect(shownText.isMasked)
  }

  @Test(arguments: ["4242 4242 4242 4243", "42-4242424242424-243"])
  func `nor is it shown in groups`(text: String) throws {
    var message = try Message(mti: "0100", using: parser([2: self.text, 48: self.text]))
    try message.set(DataElement(rawValue: 2), to: .text("4242424242424243"))
    try message.set(DataElement(rawValue: 48), to: .text(text))
    guard case .text(let shown) = message.shown().last?.value else { return }
    #expect(shown.text.filter { $0 == "*" }.count == 6)
  }

  /// A card number right behind the MTI: packed, with its length, as ASCII and as EBCDIC.
  @Test(arguments: [
    "30313030 4242424242424242", "30313030 164242424242424242",
    "30313030 34323432343234323432343234323432", "30313030 F4F2F4F2F4F2F4F2F4F2F4F2F4F2F4F2",
  ])
  func `a bitmap that is a card number is not shown`(wire: String) throws {
    let wire = bytes(hex: wire)
    let (message, error) = try Message.reading(wire, using: parser([2: text, 3: text]))
    #expect(error != nil)
    #expect(message.shownBitmap()?.text.allSatisfy { $0 == "*" } ?? true)
    var writer = JSONWriter()
    message.writeJSON(to: &writer, error: error)
    #expect(!writer.text.contains("42424242"))
    #expect(!writer.text.contains("34323432"))
  }

  @Test func `everything is shown in full when asked`() throws {
    let message = try self.message(.text("4242424242424242"), 2, text)
    #expect(try text(of: message, options: .inFull) == "4242424242424242")
  }

  @Test func `data objects nested without end are searched to a bound`() throws {
    var wire: [UInt8] = []
    for _ in 0..<2_000 { wire += [0x70, 0x83, 0x01, 0x00, 0x00] }
    let message = try self.message(.bytes(wire), 55, chipData)
    #expect(try text(of: message).count == wire.count * 2)
  }

  /// Whatever stands around a card number in a free text, its middle is never shown.
  @Test func `no text around a card number uncovers it`() throws {
    try forEachSeed(count: 300, generator: SplitMix64.init(seed:)) { _, generator in
      let around = (0..<2).map { _ in
        String(
          (0..<Int(generator.next() % 12)).map { _ in
            Character(Unicode.Scalar(UInt8(0x20 + generator.next() % 0x5F)))
          })
      }
      let shown = try self.shown(around[0] + "4242424242424242" + around[1], 48)
      #expect(!shown.contains("4242424242424242"))
    }
  }

  // MARK: - Messages of one element

  private let text = FieldSpec(
    length: .variable(Prefix(.text(.ascii), width: 3), maximum: 999), encoding: .text(.ascii))
  private let chipData = FieldSpec(length: .rest(maximum: nil), encoding: .binary)

  private func parser(_ elements: [Int: FieldSpec]) throws -> MessageParser {
    try MessageParser(
      MessageSpec(
        name: "test", edition: .iso1987,
        mti: FieldSpec(length: .fixed(4), encoding: .text(.ascii), characters: .numeric),
        bitmap: BitmapSpec(.binary), elements: elements))
  }

  private func message(_ value: FieldValue, _ element: Int, _ field: FieldSpec) throws -> Message {
    var message = try Message(mti: "0100", using: parser([element: field]))
    try message.set(DataElement(rawValue: element), to: value)
    return message
  }

  private func shown(_ value: String, _ element: Int) throws -> String {
    try text(of: message(.text(value), element, text))
  }

  private func text(of message: Message, options: Message.ShowOptions = []) throws -> String {
    switch try #require(message.shown(options: options).first).value {
    case .text(let shown), .hex(let shown), .undecoded(let shown): shown.text
    case .fields: ""
    }
  }
}
