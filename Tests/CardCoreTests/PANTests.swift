import CardCore
import Testing

struct PANTests {
  private func pan(_ digits: String) throws -> PAN { try PAN(ascii(digits).span) }

  private func digits(_ pan: PAN) -> String { pan.withDigits { text($0) } }

  @Test func `keeps 1 to 19 digits, whether from ASCII, from text or packed`() throws {
    var generator = SplitMix64(seed: 7_813)
    for count in 1...19 {
      for _ in 0..<20 {
        let number = (0..<count).map { _ in 0x30 + UInt8(generator.next() % 10) }
        let pan = try PAN(number.span)
        #expect(pan.digitCount == count)
        #expect(ascii(digits(pan)) == number)
        #expect(PAN(String(decoding: number, as: UTF8.self)) == pan)
        for firstNibble in 0...1 {
          let packed = pack(number, startingAt: firstNibble)
          let other = try PAN(packed: packed.span, digitCount: count, startingAt: firstNibble)
          #expect(other == pan)
          #expect(other.hashValue == pan.hashValue)
        }
      }
    }
  }

  /// Two digits a byte, with F in the nibbles around them.
  private func pack(_ digits: [UInt8], startingAt firstNibble: Int) -> [UInt8] {
    var nibbles = [UInt8](repeating: 0xF, count: firstNibble) + digits.map { $0 & 0xF }
    if nibbles.count % 2 == 1 { nibbles.append(0xF) }
    return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
  }

  @Test func `lends its digits as nibbles of a number, the last one lowest`() throws {
    #expect(try pan("7").withNibbles { $0 } == 0x7)
    #expect(try pan("0411").withNibbles { $0 } == 0x0411)
    #expect(try pan("4111111111111112").withNibbles { $0 } == 0x4111_1111_1111_1112)
    #expect(try pan("6304000000000000019").withNibbles { $0 } == 0x630_4000_0000_0000_0019)
  }

  @Test func `zeros in front make a different PAN`() throws {
    #expect(try pan("0411") != pan("411"))
    #expect(try pan("411") != pan("4110"))
  }

  @Test func `refuses no digits`() {
    let error = #expect(throws: PAN.BuildError.empty) { try pan("") }
    #expect(error?.description == "PAN: expected 1 to 19 digits, found none")
    #expect(throws: PAN.BuildError.empty) { try PAN(packed: [UInt8]().span, digitCount: 0) }
    #expect(PAN("") == nil)
  }

  @Test func `refuses twenty digits`() {
    let number = "41111111111111111111"
    let error = #expect(throws: PAN.BuildError.tooLong(digitCount: 20)) { try pan(number) }
    #expect(error?.description == "PAN: expected 1 to 19 digits, found 20")
    #expect(throws: PAN.BuildError.tooLong(digitCount: 20)) {
      try PAN(packed: [UInt8](repeating: 0x11, count: 10).span, digitCount: 20)
    }
    #expect(PAN(number) == nil)
  }

  @Test func `refuses each byte that is no digit, at each position`() {
    for position in 1...19 {
      for byte in UInt8.min...UInt8.max where !Digits.isDigit(byte) {
        var bytes = ascii("4222222222222222222")
        bytes[position - 1] = byte
        do {
          _ = try PAN(bytes.span)
          Issue.record("took byte \(byte) at position \(position)")
        } catch {
          #expect(error == .notADigit(position: position))
        }
      }
    }
    #expect(PAN("4111 1111") == nil)
    #expect(PAN("٤١١١") == nil)
  }

  @Test func `refuses each nibble over nine, at each position`() {
    for position in 1...19 {
      for nibble in 0xA...0xF as ClosedRange<UInt8> {
        for firstNibble in 0...1 {
          var number = ascii("4222222222222222222")
          number[position - 1] = nibble
          let packed = pack(number, startingAt: firstNibble)
          #expect(throws: PAN.BuildError.notADigit(position: position)) {
            try PAN(packed: packed.span, digitCount: 19, startingAt: firstNibble)
          }
        }
      }
    }
  }

  @Test func `names the first of several bytes that are no digits`() {
    #expect(throws: PAN.BuildError.notADigit(position: 2)) { try pan("4x1y") }
    #expect(throws: PAN.BuildError.notADigit(position: 2)) {
      try PAN(packed: ([0x4A, 0x1B] as [UInt8]).span, digitCount: 4)
    }
  }

  @Test func `knows its check digit, its issuer and its end`() throws {
    let amex = try pan("378282246310005")
    #expect(amex.luhnHolds)
    #expect(amex.iin(digitCount: 6) == 378_282)
    #expect(amex.iin(digitCount: 8) == 37_828_224)
    #expect(amex.lastFour == "0005")
    #expect(try !pan("378282246310006").luhnHolds)
    #expect(try pan("0012345").iin(digitCount: 6) == 1_234)
  }

  @Test func `a PAN too short for it has no issuer number and no last four`() throws {
    #expect(try pan("4111111").iin(digitCount: 8) == nil)
    #expect(try pan("41111").iin(digitCount: 6) == nil)
    #expect(try pan("4111").lastFour == nil)
    #expect(try pan("41112").lastFour == "1112")
  }

  @Test(arguments: [
    ("6011000990139424123", "601100*********4123"),
    ("6011000990139424", "601100******9424"),
    ("378282246310005", "378282*****0005"),
    ("30569309025904", "**********5904"),
    ("12345", "*2345"), ("1234", "****"), ("1", "*"),
  ])
  func `shows six and four from 15 digits, then four, then none`(
    number: String, masked: String
  ) throws {
    #expect(try pan(number).masked == masked)
    #expect(PAN.mask(ascii(number).span) == masked)
  }

  @Test func `a mask hides what is no digit even where digits show`() {
    #expect(PAN.mask(ascii("60=1000990139\n24").span) == "60*100******9*24")
    #expect(PAN.mask(ascii("").span) == "")
  }

  @Test func `never shows its middle digits, however it is printed`() throws {
    let pan = try pan("6011000990139424")
    let holder = PANHolder(
      pan: pan, others: [pan, nil], byPAN: [pan: 1], either: .success(pan))
    var texts = [
      "\(pan)", "\([pan])", "\(String(describing: Optional(pan)))", "\(holder)",
      String(reflecting: pan), String(reflecting: [pan: pan]), String(reflecting: holder),
      String(describing: (pan, 1)), pan.description, pan.debugDescription,
    ]
    var printed = ""
    print(pan, [pan], Optional(pan) as Any, holder, to: &printed)
    debugPrint(pan, [pan], holder, to: &printed)
    dump(pan, to: &printed)
    dump([Optional(pan)], to: &printed)
    dump(holder, to: &printed)
    texts.append(printed)
    for text in texts {
      #expect(text.contains("601100******9424"))
      for hidden in ["0990139", "0990", "9901", "0139", "6011000", "leading", "trailing"] {
        #expect(!text.contains(hidden))
      }
    }
    #expect(Mirror(reflecting: pan).children.isEmpty)
  }

  // The layout of DESIGN's card token: 01, digit count, digits with F fill, four zero bytes.
  @Test func `the token block is the PAN in 16 bytes`() throws {
    let block = try pan("378282246310005").withTokenBlock { block in
      block.indices.map { block[$0] }
    }
    #expect(
      block == [
        0x01, 15, 0x37, 0x82, 0x82, 0x24, 0x63, 0x10, 0x00, 0x5F, 0xFF, 0xFF, 0, 0, 0, 0,
      ])
    let longest = try pan("6304000000000000000").withTokenBlock { block in
      block.indices.map { block[$0] }
    }
    #expect(longest[1...11] == [19, 0x63, 0x04, 0, 0, 0, 0, 0, 0, 0, 0x0F])
  }

  @Test func `passes on what the borrower throws`() throws {
    struct Refusal: Error {}
    let pan = try pan("4111111111111111")
    #expect(throws: Refusal.self) { try pan.withDigits { _ throws(Refusal) in throw Refusal() } }
    #expect(throws: Refusal.self) {
      try pan.withTokenBlock { _ throws(Refusal) in throw Refusal() }
    }
  }

  @Test func `is small enough to hold in an array of its own`() {
    #expect(MemoryLayout<PAN>.stride == 16)
  }
}

/// A type that holds PANs in every way a program would, at the top of the file: the printed name of
/// a nested private type has an address in it, whose digits are by chance those looked for.
struct PANHolder {
  let name = "holder"
  let pan: PAN
  let others: [PAN?]
  let byPAN: [PAN: Int]
  let either: Result<PAN, PAN.BuildError>
}
