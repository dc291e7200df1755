extension MessageParser {
  /// Writes `value` as one field, length prefix and all, behind what `output` holds.
  ///
  /// - Throws: ``BuildError``; `output` may then hold part of the field.
  func write(
    _ value: FieldValue, as field: CompiledField, into output: inout [UInt8]
  ) throws(BuildError) {
    guard field.lengthKind != .undefined else { throw BuildError(.undefined) }
    let spec = specs[Int(field.spec)]
    var content: [UInt8] = []
    var units: Int
    if case .undecoded(let bytes) = value {
      content = bytes
      units = Self.unitCount(of: bytes, field)
    } else if field.composite >= 0 {
      units = try writeComposite(value, as: field, spec, into: &content)
    } else {
      units = try writeSimple(value, as: field, spec, into: &content)
    }
    if case .fixed(let count) = spec.length, units != count {
      throw units > count
        ? BuildError(.tooLong, expected: .atMost(count, spec.unit), found: .length(units))
        : BuildError(.tooShort, expected: .atLeast(count, spec.unit), found: .length(units))
    }
    if case .variable(let prefix, let minimum, let maximum) = spec.length {
      guard units <= maximum ?? .max else {
        throw BuildError(
          .tooLong, expected: .atMost(maximum ?? 0, spec.unit), found: .length(units))
      }
      guard units >= minimum else {
        throw BuildError(.tooShort, expected: .atLeast(minimum, spec.unit), found: .length(units))
      }
      try write(prefix, units: units, byteCount: content.count, into: &output)
    }
    output.append(contentsOf: content)
  }

  /// The units that `bytes` fill, or the most that the field may have where they fill that many.
  private static func unitCount(of bytes: [UInt8], _ field: CompiledField) -> Int {
    let units = field.units(byteCount: bytes.count) ?? bytes.count
    return units > Int(field.maximum) && field.byteCount(units: Int(field.maximum)) == bytes.count
      ? Int(field.maximum) : units
  }

  // MARK: - Lengths

  private func write(
    _ prefix: Prefix, units: Int, byteCount: Int, into output: inout [UInt8]
  ) throws(BuildError) {
    if prefix.encoding == .ber {
      return BERLength.append(prefix.counts, units: units, byteCount: byteCount, to: &output)
    }
    let (base, digitsPerByte) =
      switch prefix.encoding {
      case .text: (10, 1)
      case .bcd: (10, 2)
      default: (256, 1)
      }
    let wireCount =
      switch prefix.encoding {
      case .bcd: (prefix.width + 1) / digitsPerByte
      case .hexadecimal: prefix.width * 2
      default: prefix.width
      }
    var rest =
      switch prefix.counts {
      case .units: units
      case .bytes: byteCount
      case .bytesAndPrefix: byteCount + wireCount
      }
    var limit = 1
    for _ in 0..<prefix.width { limit *= base }
    guard rest < limit else {
      throw BuildError(.tooLong, expected: .limit(limit - 1), found: .length(rest))
    }
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: wireCount))
    for index in (start..<output.count).reversed() {
      switch prefix.encoding {
      case .text(let set):
        output[index] = set.zero + UInt8(rest % 10)
        rest /= 10
      case .bcd:
        output[index] = UInt8(rest % 10) | UInt8(rest / 10 % 10) << 4
        rest /= 100
      case .hexadecimal(let set):
        output[index] = set.byte(UInt32(Hexadecimal.digit(UInt8(rest & 15)))) ?? 0
        rest >>= 4
      default:
        output[index] = UInt8(truncatingIfNeeded: rest)
        rest >>= 8
      }
    }
  }

  // MARK: - Simple values

  private func writeSimple(
    _ value: FieldValue, as field: CompiledField, _ spec: FieldSpec, into content: inout [UInt8]
  ) throws(BuildError) -> Int {
    switch (spec.encoding, value) {
    case (.text(let set), .text(let text)):
      for scalar in text.unicodeScalars { content.append(try Self.byte(scalar, in: set)) }
      try pad(&content, spec, set)
      return content.count
    case (.bcd, .text(let text)):
      return try Self.pack(padded(text, spec), spec, into: &content)
    case (.signedBCD(let set), .text(let text)):
      guard let sign = text.unicodeScalars.first else { return 0 }
      content.append(try Self.byte(sign, in: set))
      let digits = String(String.UnicodeScalarView(text.unicodeScalars.dropFirst()))
      return try 1 + Self.pack(digits, spec, into: &content)
    case (.binary, .bytes(let bytes)):
      content = bytes
      return Self.unitCount(of: bytes, field)
    case (.hexadecimal, .bytes(let bytes)):
      Self.appendHexadecimal(bytes, spec.encoding, to: &content)
      return field.units(byteCount: content.count) ?? bytes.count
    default:
      throw BuildError(.wrongKind)
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

  private func pad(
    _ content: inout [UInt8], _ spec: FieldSpec, _ set: CharacterSet
  ) throws(BuildError) {
    guard let padding = spec.padding, case .fixed(let count) = spec.length, content.count < count,
      let fill = set.byte(UInt32(padding.character))
    else { return }
    let missing = repeatElement(fill, count: count - content.count)
    switch padding.side {
    case .left: content.insert(contentsOf: missing, at: 0)
    case .right: content.append(contentsOf: missing)
    }
  }

  private func padded(_ text: String, _ spec: FieldSpec) -> String {
    guard let padding = spec.padding, case .fixed(let count) = spec.length,
      text.utf8.count < count
    else { return text }
    let fill = String(
      repeating: Character(Unicode.Scalar(padding.character)), count: count - text.utf8.count)
    return padding.side == .left ? fill + text : text + fill
  }

  /// Appends the digits of `text`, two a byte, and gives their number.
  private static func pack(
    _ text: String, _ spec: FieldSpec, into content: inout [UInt8]
  ) throws(BuildError) -> Int {
    var nibbles: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let nibble = UInt16(exactly: scalar.value).flatMap(Hexadecimal.nibble),
        nibble < 10 || spec.acceptsHexNibbles
      else { throw BuildError(.characterNotAllowed, expected: .packedDecimal) }
      nibbles.append(nibble)
    }
    let count = nibbles.count
    if count % 2 == 1 {
      nibbles.insert(spec.filler, at: spec.fillerSide == .left ? 0 : count)
    }
    for index in stride(from: 0, to: nibbles.count, by: 2) {
      content.append(nibbles[index] << 4 | nibbles[index + 1])
    }
    return count
  }

  static func appendHexadecimal(
    _ bytes: [UInt8], _ encoding: FieldSpec.Encoding, to content: inout [UInt8]
  ) {
    guard case .hexadecimal(let set) = encoding else { return content.append(contentsOf: bytes) }
    for byte in bytes {
      for nibble in [byte >> 4, byte & 15] {
        content.append(set.byte(UInt32(Hexadecimal.digit(nibble))) ?? 0)
      }
    }
  }

  // MARK: - Composites

  /// Writes the subfields and gives the units that they take in the container.
  private func writeComposite(
    _ value: FieldValue, as field: CompiledField, _ spec: FieldSpec, into content: inout [UInt8]
  ) throws(BuildError) -> Int {
    guard case .fields(let members) = value else {
      return try writeSimple(value, as: field, spec, into: &content)
    }
    let composite = composites[Int(field.composite)]
    var inside: [UInt8] = []
    try write(members, of: composite, into: &inside)
    switch composite.content {
    case .wire:
      content = inside
      return field.units(byteCount: inside.count) ?? inside.count
    case .digits:
      let digits = String(decoding: inside, as: UTF8.self)
      return try writeSimple(.text(digits), as: field, spec, into: &content)
    case .bytes:
      return try writeSimple(.bytes(inside), as: field, spec, into: &content)
    }
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
