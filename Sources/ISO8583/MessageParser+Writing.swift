extension MessageParser {
  /// Writes `value` as one field, length prefix and all, behind what `output` holds.
  ///
  /// - Throws: ``BuildError``; `output` may then hold part of the field.
  func write(
    _ value: FieldValue, as field: CompiledField, into output: inout [UInt8]
  ) throws(BuildError) {
    guard field.lengthKind != .undefined else { throw BuildError(.undefined) }
    // The length is written when it is known, into the room that is left for it here.
    let start = output.count
    let prefixByteCount = field.lengthKind == .variable ? field.prefixByteCount : 0
    for _ in 0..<prefixByteCount { output.append(0) }
    let contentStart = output.count
    let units: Int
    if case .undecoded(let bytes) = value {
      output.append(contentsOf: bytes)
      units = Self.unitCount(of: bytes, field)
    } else if field.composite >= 0, case .fields(let members) = value {
      units = try writeComposite(members, as: field, into: &output)
    } else {
      units = try writeSimple(value, as: field, into: &output)
    }
    try checkLength(of: field, units: units)
    if field.lengthKind == .variable {
      try writePrefix(of: field, units: units, at: start, contentStart, into: &output)
    }
  }

  private func checkLength(of field: CompiledField, units: Int) throws(BuildError) {
    let (minimum, maximum) = (Int(field.minimum), Int(field.maximum))
    guard field.lengthKind != .rest, units > maximum || units < minimum else { return }
    let unit = specs[Int(field.spec)].unit
    throw units > maximum
      ? BuildError(.tooLong, expected: .atMost(maximum, unit), found: .length(units))
      : BuildError(.tooShort, expected: .atLeast(minimum, unit), found: .length(units))
  }

  /// The units that `bytes` fill, or the most that the field may have where they fill that many.
  private static func unitCount(of bytes: [UInt8], _ field: CompiledField) -> Int {
    let units = field.units(byteCount: bytes.count) ?? bytes.count
    return units > Int(field.maximum) && field.byteCount(units: Int(field.maximum)) == bytes.count
      ? Int(field.maximum) : units
  }

  // MARK: - Lengths

  /// Writes the length into the room from `start` to `contentStart`.
  private func writePrefix(
    of field: CompiledField, units: Int, at start: Int, _ contentStart: Int,
    into output: inout [UInt8]
  ) throws(BuildError) {
    let byteCount = output.count - contentStart
    if field.prefix == .ber {
      if field.prefixCounts == .bytes, byteCount < 0x80 {
        output[start] = UInt8(byteCount)
        return
      }
      var length: [UInt8] = []
      BERLength.append(field.prefixCounts, units: units, byteCount: byteCount, to: &length)
      return output.replaceSubrange(start..<contentStart, with: length)
    }
    var rest =
      switch field.prefixCounts {
      case .units: units
      case .bytes: byteCount
      case .bytesAndPrefix: byteCount + contentStart - start
      }
    var limit = 1
    for _ in 0..<field.prefixWidth { limit *= field.prefix.isDecimal ? 10 : 256 }
    guard rest < limit else {
      throw BuildError(.tooLong, expected: .limit(limit - 1), found: .length(rest))
    }
    var index = contentStart
    while index > start {
      index -= 1
      let digit = UInt8(rest % 10)
      let nibble = Hexadecimal.digit(UInt8(rest & 15))
      switch field.prefix {
      case .asciiDigits: (output[index], rest) = (0x30 + digit, rest / 10)
      case .ebcdicDigits: (output[index], rest) = (0xF0 + digit, rest / 10)
      case .bcd: (output[index], rest) = (digit | UInt8(rest / 10 % 10) << 4, rest / 100)
      case .asciiHexadecimal: (output[index], rest) = (nibble, rest >> 4)
      case .ebcdicHexadecimal:
        (output[index], rest) = (CharacterSet.ebcdic500.byte(UInt32(nibble)) ?? 0, rest >> 4)
      default: (output[index], rest) = (UInt8(truncatingIfNeeded: rest), rest >> 8)
      }
    }
  }

  // MARK: - Simple values

  /// Appends a value that has no subfields, and gives its units.
  private func writeSimple(
    _ value: FieldValue, as field: CompiledField, into output: inout [UInt8]
  ) throws(BuildError) -> Int {
    let start = output.count
    switch (field.form, value) {
    case (.text, .text(let text)):
      try Self.append(text.utf8.span, text, in: field.set, to: &output)
      if output.count - start < Int(field.fixedByteCount) {
        try pad(&output, from: start, as: field)
      }
      return output.count - start
    case (.packed, .text(let text)):
      let isShort = field.lengthKind == .fixed && text.utf8.count < Int(field.maximum)
      let digits = isShort ? padded(text, as: field) : text
      return try pack(digits.unicodeScalars, as: field, into: &output)
    case (.signedPacked, .text(let text)):
      guard let sign = text.unicodeScalars.first else { return 0 }
      output.append(try Self.byte(sign, in: field.set))
      return try 1 + pack(text.unicodeScalars.dropFirst(), as: field, into: &output)
    case (.binary, .bytes(let bytes)):
      output.append(contentsOf: bytes)
      return Self.unitCount(of: bytes, field)
    case (.hexadecimal, .bytes(let bytes)):
      Self.appendHexadecimal(bytes, in: field.set, to: &output)
      return field.units(byteCount: output.count - start) ?? bytes.count
    default:
      throw BuildError(.wrongKind)
    }
  }

  /// - Parameter characters: The bytes of `text`; as they are where all are ASCII.
  private static func append(
    _ characters: Span<UInt8>, _ text: String, in set: CharacterSet, to output: inout [UInt8]
  ) throws(BuildError) {
    guard set.isASCIICompatible else {
      for scalar in text.unicodeScalars { output.append(try byte(scalar, in: set)) }
      return
    }
    for index in characters.indices {
      guard characters[index] < 0x80 else {
        output.removeLast(index)
        for scalar in text.unicodeScalars { output.append(try byte(scalar, in: set)) }
        return
      }
      output.append(characters[index])
    }
  }

  private static func byte(
    _ scalar: Unicode.Scalar, in set: CharacterSet
  ) throws(BuildError) -> UInt8 {
    guard let byte = set.byte(scalar.value) else {
      throw BuildError(.characterNotAllowed, expected: .encoding(set))
    }
    return byte
  }

  /// Fills a value that is too short for its fixed field, where the spec says with what.
  private func pad(
    _ output: inout [UInt8], from start: Int, as field: CompiledField
  ) throws(BuildError) {
    let byteCount = output.count - start
    guard let padding = specs[Int(field.spec)].padding,
      let fill = field.set.byte(UInt32(padding.character))
    else { return }
    let missing = repeatElement(fill, count: Int(field.fixedByteCount) - byteCount)
    switch padding.side {
    case .left: output.insert(contentsOf: missing, at: start)
    case .right: output.append(contentsOf: missing)
    }
  }

  private func padded(_ text: String, as field: CompiledField) -> String {
    guard let padding = specs[Int(field.spec)].padding else { return text }
    let fill = String(
      repeating: Character(Unicode.Scalar(padding.character)),
      count: Int(field.maximum) - text.utf8.count)
    return padding.side == .left ? fill + text : text + fill
  }

  /// Appends digits, two a byte, and gives their number.
  private func pack(
    _ digits: some BidirectionalCollection<Unicode.Scalar>, as field: CompiledField,
    into output: inout [UInt8]
  ) throws(BuildError) -> Int {
    let count = digits.count
    var high: UInt8? = count & 1 == 1 && field.fillerSide == .left ? field.filler : nil
    for scalar in digits {
      guard let nibble = UInt16(exactly: scalar.value).flatMap(Hexadecimal.nibble),
        nibble < 10 || specs[Int(field.spec)].acceptsHexNibbles
      else { throw BuildError(.characterNotAllowed, expected: .packedDecimal) }
      if let first = high {
        output.append(first << 4 | nibble)
        high = nil
      } else {
        high = nibble
      }
    }
    if let last = high { output.append(last << 4 | field.filler) }
    return count
  }

  static func appendHexadecimal(
    _ bytes: [UInt8], in set: CharacterSet, to output: inout [UInt8]
  ) {
    for byte in bytes {
      let (high, low) = (Hexadecimal.digit(byte >> 4), Hexadecimal.digit(byte & 15))
      if set.isASCIICompatible {
        output.append(high)
        output.append(low)
      } else {
        output.append(set.byte(UInt32(high)) ?? 0)
        output.append(set.byte(UInt32(low)) ?? 0)
      }
    }
  }

  // MARK: - Composites

  /// Appends the subfields and gives the units that they take in the container.
  private func writeComposite(
    _ members: [FieldValue.Member], as field: CompiledField, into output: inout [UInt8]
  ) throws(BuildError) -> Int {
    let composite = composites[Int(field.composite)]
    if composite.content == .wire {
      let start = output.count
      try write(members, of: composite, into: &output)
      let byteCount = output.count - start
      return field.units(byteCount: byteCount) ?? byteCount
    }
    var inside: [UInt8] = []
    try write(members, of: composite, into: &inside)
    let value: FieldValue =
      composite.content == .digits
      ? .text(String(decoding: inside, as: UTF8.self)) : .bytes(inside)
    return try writeSimple(value, as: field, into: &output)
  }

  private func write(
    _ members: [FieldValue.Member], of composite: CompiledComposite, into output: inout [UInt8]
  ) throws(BuildError) {
    switch composite.layout {
    case .positional(let optionalTail):
      try checkKeys(members, of: composite)
      for (position, key) in composite.keys.enumerated() {
        guard let member = members.first(where: { $0.key == key }) else {
          guard optionalTail, members.count <= position else {
            throw BuildError(.subfieldMissing).under(key: key)
          }
          return
        }
        try write(member, as: composite.fields[position], into: &output)
      }
    case .bitmap(let bitmap):
      try checkKeys(members, of: composite)
      let numbers = members.compactMap { Int($0.key) }
      bitmap.append(numbers: numbers, to: &output)
      for number in numbers.sorted() {
        guard let member = members.first(where: { $0.key == "\(number)" }) else { continue }
        try write(member, as: composite.field(for: member.key), into: &output)
      }
    case .tagged(let tag):
      for member in members {
        guard let number = tag.number(of: member.key) else {
          throw BuildError(.tagMalformed).under(key: member.key)
        }
        try tag.append(number, to: &output)
        try write(member, as: composite.field(forTag: number), into: &output)
      }
    case .ber:
      for member in members {
        guard let tag = BERTag(key: member.key) else {
          throw BuildError(.tagMalformed).under(key: member.key)
        }
        for index in (0..<tag.byteCount).reversed() {
          output.append(UInt8(truncatingIfNeeded: tag.rawValue >> UInt32(index * 8)))
        }
        try write(member, as: composite.field(forTag: UInt64(tag.rawValue)), into: &output)
      }
    }
  }

  private func checkKeys(
    _ members: [FieldValue.Member], of composite: CompiledComposite
  ) throws(BuildError) {
    var seen: Set<String> = []
    for member in members {
      guard composite.keys.contains(member.key) else {
        throw BuildError(.undefined).under(key: member.key)
      }
      guard seen.insert(member.key).inserted else {
        throw BuildError(.subfieldRepeated).under(key: member.key)
      }
    }
  }

  private func write(
    _ member: FieldValue.Member, as index: Int32, into output: inout [UInt8]
  ) throws(BuildError) {
    do throws(BuildError) {
      guard index >= 0 else { throw BuildError(.undefined) }
      try write(member.value, as: fields[Int(index)], into: &output)
    } catch {
      throw error.under(key: member.key)
    }
  }
}
