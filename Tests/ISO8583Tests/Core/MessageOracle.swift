import ISO8583

/// A second decoder of messages: arrays and loops, one byte at a time, nothing shared with the
/// parser but the spec and the form of its answers.
///
/// It knows elements without composites. Where it and the parser differ, one of them is wrong.
struct MessageOracle {
  let spec: MessageSpec

  struct Answer {
    var elements: [Int] = []
    var ranges: [Int: Range<Int>] = [:]
    var texts: [Int: String] = [:]
    var failure: Failure?
  }

  /// An error without its words.
  struct Failure: Error, Equatable {
    var code: ParseError.Code
    var path: String
    var offset: Int

    init(_ code: ParseError.Code, at offset: Int, path: String = "") {
      self.code = code
      self.path = path
      self.offset = offset
    }

    init(_ error: ParseError) {
      self.init(error.code, at: error.offset, path: "\(error.path)")
    }
  }

  private struct Value {
    var range: Range<Int>
    var text: String
  }

  func decode(_ bytes: [UInt8]) -> Answer {
    var answer = Answer()
    do throws(Failure) {
      try decode(bytes, into: &answer)
    } catch {
      answer.failure = error
    }
    return answer
  }

  private func decode(_ bytes: [UInt8], into answer: inout Answer) throws(Failure) {
    var offset = 0
    _ = try read(spec.mti, bytes, &offset, path: "0")
    let numbers = try bitmap(bytes, &offset)
    for number in numbers {
      guard let field = spec.elements[number] else {
        throw Failure(.elementUndefined, at: offset, path: "\(number)")
      }
      let value = try read(field, bytes, &offset, path: "\(number)")
      answer.elements.append(number)
      answer.ranges[number] = value.range
      answer.texts[number] = value.text
    }
    if offset < bytes.count { throw Failure(.leftoverBytes, at: offset, path: "end") }
  }

  // MARK: - Bitmap

  /// The numbers announced by chunks of eight bytes, the first bit of each but the last announcing
  /// another one.
  private func bitmap(_ bytes: [UInt8], _ offset: inout Int) throws(Failure) -> [Int] {
    var numbers: [Int] = []
    for chunk in 0..<spec.bitmap.maximumChunkCount {
      let bits = try self.bits(bytes, &offset)
      let isLast = chunk == spec.bitmap.maximumChunkCount - 1
      for (index, bit) in bits.enumerated() where bit && (index > 0 || isLast) {
        numbers.append(chunk * 64 + index + 1)
      }
      if !bits[0] { break }
    }
    return numbers
  }

  private func bits(_ bytes: [UInt8], _ offset: inout Int) throws(Failure) -> [Bool] {
    let isBinary = spec.bitmap.encoding == .binary
    guard bytes.count - offset >= (isBinary ? 8 : 16) else {
      throw Failure(.truncated, at: offset, path: "bitmap")
    }
    var bits: [Bool] = []
    for _ in 0..<(isBinary ? 8 : 16) {
      var value = Int(bytes[offset])
      if case .hexadecimal(let set) = spec.bitmap.encoding {
        guard let character = CodePages.scalar(bytes[offset], set),
          let digit = Character(character).hexDigitValue
        else { throw Failure(.bitmapNotHexadecimal, at: offset, path: "bitmap") }
        value = digit
      }
      for place in (0..<(isBinary ? 8 : 4)).reversed() { bits.append(value >> place & 1 == 1) }
      offset += 1
    }
    return bits
  }

  // MARK: - Fields

  private func read(
    _ field: FieldSpec, _ bytes: [UInt8], _ offset: inout Int, path: String
  ) throws(Failure) -> Value {
    do throws(Failure) {
      let start = offset
      var count: Int
      if case .fixed(let fixed) = field.length {
        count = fixed
      } else {
        count = try length(field, bytes, &offset)
        if case .variable(_, let minimum, let maximum) = field.length {
          if count > maximum ?? .max { throw Failure(.lengthOverMaximum, at: start) }
          if count < minimum { throw Failure(.lengthUnderMinimum, at: start) }
        }
      }
      let byteCount = Self.byteCount(field, units: count)
      guard offset + byteCount <= bytes.count else { throw Failure(.truncated, at: offset) }
      let range = offset..<(offset + byteCount)
      let text = try self.text(field, Array(bytes[range]), units: count, at: offset)
      offset += byteCount
      return Value(range: range, text: text)
    } catch {
      var error = error
      error.path = path
      throw error
    }
  }

  private func length(
    _ field: FieldSpec, _ bytes: [UInt8], _ offset: inout Int
  ) throws(Failure) -> Int {
    guard case .variable(let prefix, _, _) = field.length else {
      return bytes.count - offset
    }
    let start = offset
    var digits: [Int?] = []
    var base = 10
    switch prefix.encoding {
    case .text(let set):
      for byte in bytes.dropFirst(start).prefix(prefix.width) {
        let scalar = CodePages.scalar(byte, set)
        digits.append(scalar.flatMap { $0.isASCII ? Character($0).wholeNumberValue : nil })
      }
    case .bcd:
      for byte in bytes.dropFirst(start).prefix((prefix.width + 1) / 2) {
        for nibble in [Int(byte >> 4), Int(byte & 15)] { digits.append(nibble > 9 ? nil : nibble) }
      }
    case .binary:
      base = 256
      for byte in bytes.dropFirst(start).prefix(prefix.width) { digits.append(Int(byte)) }
    case .hexadecimal(let set):
      base = 16
      for byte in bytes.dropFirst(start).prefix(prefix.width * 2) {
        digits.append(CodePages.scalar(byte, set).flatMap { Character($0).hexDigitValue })
      }
    case .ber: preconditionFailure("the oracle has no BER lengths")
    }
    let perByte = prefix.encoding == .bcd ? 2 : 1
    let wanted =
      switch prefix.encoding {
      case .bcd: (prefix.width + 1) / 2
      case .hexadecimal: prefix.width * 2
      default: prefix.width
      }
    guard digits.count == wanted * perByte else { throw Failure(.truncated, at: start) }
    var value = 0
    for digit in digits {
      guard let digit else { throw Failure(.lengthNotNumeric, at: start) }
      value = value * base + digit
    }
    offset += wanted
    return value
  }

  private static func byteCount(_ field: FieldSpec, units: Int) -> Int {
    switch field.encoding {
    case .text: units
    case .binary: field.unit == .digit ? (units + 1) / 2 : units
    case .bcd: (units + 1) / 2
    case .signedBCD: units == 0 ? 0 : 1 + units / 2
    case .hexadecimal: units * 2
    }
  }

  private func text(
    _ field: FieldSpec, _ value: [UInt8], units: Int, at offset: Int
  ) throws(Failure) -> String {
    switch field.encoding {
    case .text(let set):
      return try characters(value, set, field.characters ?? .any, at: offset)
    case .binary:
      if field.unit == .digit {
        var loose = field
        loose.acceptsHexNibbles = true
        _ = try digits(loose, value, units: units, at: offset)
      }
      return value.map { Self.twoDigits($0) }.joined()
    case .hexadecimal(let set):
      return try characters(value, set, .hexadecimal, at: offset).uppercased()
    case .bcd:
      return try digits(field, value, units: units, at: offset)
    case .signedBCD(let set):
      guard units > 0 else { return "" }
      let sign = try characters(Array(value.prefix(1)), set, .signedNumeric, at: offset)
      return try sign
        + digits(field, Array(value.dropFirst()), units: units - 1, at: offset + 1)
    }
  }

  private func characters(
    _ value: [UInt8], _ set: CharacterSet, _ allowed: CharacterClass, at offset: Int
  ) throws(Failure) -> String {
    var text = ""
    for (index, byte) in value.enumerated() {
      guard let scalar = CodePages.scalar(byte, set),
        ClassOracle.admits(scalar, allowed, isFirst: index == 0, isLast: index == value.count - 1)
      else { throw Failure(.characterNotAllowed, at: offset + index) }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  private func digits(
    _ field: FieldSpec, _ value: [UInt8], units: Int, at offset: Int
  ) throws(Failure) -> String {
    var nibbles: [(value: UInt8, offset: Int)] = []
    for (index, byte) in value.enumerated() {
      nibbles.append((byte >> 4, offset + index))
      nibbles.append((byte & 15, offset + index))
    }
    var filler: (value: UInt8, offset: Int)?
    if units % 2 == 1 {
      filler = field.fillerSide == .left ? nibbles.removeFirst() : nibbles.removeLast()
    }
    let isTrack = field.acceptsHexNibbles && field.characters == .track
    for nibble in nibbles where nibble.value > 9 {
      if isTrack, nibble.value != 13 { throw Failure(.characterNotAllowed, at: nibble.offset) }
      if !field.acceptsHexNibbles { throw Failure(.nibbleNotDecimal, at: nibble.offset) }
    }
    if let filler, filler.value != field.filler { throw Failure(.wrongFiller, at: filler.offset) }
    return nibbles.map { String($0.value, radix: 16, uppercase: true) }.joined()
  }

  private static func twoDigits(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
