import CardCore
import ISO8583

/// Legal and illegal values of a field, made from nothing but its spec.
enum SampleValue {
  /// The smallest and the greatest number of units, from the field's own length.
  static func lengths(of field: FieldSpec) -> [Int] {
    switch field.length {
    case .fixed(let count): [count]
    case .variable(_, let minimum, let maximum): [minimum, maximum ?? 255]
    case .rest(let maximum): [0, maximum ?? 255]
    }
  }

  /// A value of exactly `count` units that the field allows.
  static func legal(
    _ field: FieldSpec, count: Int, using generator: inout SplitMix64
  ) -> FieldValue {
    if let subfields = field.subfields { return filled(subfields, count: count, using: &generator) }
    switch field.encoding {
    case .binary, .hexadecimal:
      return .bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    case .text, .bcd, .signedBCD:
      return .text(text(field, count: count, using: &generator))
    }
  }

  /// A value with one character that the field's class does not have; nil for binary fields.
  static func illegal(
    _ field: FieldSpec, count: Int, using generator: inout SplitMix64
  ) -> FieldValue? {
    guard count > 0, let stranger = stranger(to: field) else { return nil }
    var characters = Array(text(field, count: count, using: &generator))
    let place = field.characters == .signedNumeric ? 0 : characters.count - 1
    characters[place] = stranger
    return .text(String(characters))
  }

  private static func text(
    _ field: FieldSpec, count: Int, using generator: inout SplitMix64
  ) -> String {
    let isSigned = field.characters == .signedNumeric
    let alphabet = Array(alphabet(of: field))
    let characters = (0..<count).map { index in
      let set = isSigned && index == 0 ? Array("CD") : alphabet
      return set[Int.random(in: set.indices, using: &generator)]
    }
    return String(characters)
  }

  private static func alphabet(of field: FieldSpec) -> String {
    let digits = "0123456789"
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    let special = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    return switch field.characters {
    case .numeric, .signedNumeric: digits
    case .alphanumeric: digits + letters + " "
    case .numericSpecial: digits + special
    case .track: field.encoding == .bcd ? digits + "D" : digits + ":;<=>?D"
    default: digits + letters + special
    }
  }

  private static func stranger(to field: FieldSpec) -> Character? {
    switch field.characters {
    case .numeric, .numericSpecial: "A"
    case .alphanumeric: "*"
    case .alphanumericSpecial: "\u{7F}"
    case .track: "G"
    case .signedNumeric: "X"
    default: nil
    }
  }

  // MARK: - Composites

  private static func filled(
    _ subfields: Subfields, count: Int, using generator: inout SplitMix64
  ) -> FieldValue {
    switch subfields {
    case .ber(_, let unknown?):
      // Tag 8A, then a length of one, two or three bytes.
      guard count > 0 else { return .fields([]) }
      let overhead = count < 130 ? 2 : count < 259 ? 3 : 4
      let value = legal(unknown, count: count - overhead, using: &generator)
      return .fields([.init("8A", value)])
    case .tagged(let tag, _, let unknown?):
      let overhead = tag.count + prefixByteCount(of: unknown)
      return .fields(members(tag, unknown, count, overhead: overhead, using: &generator))
    default: preconditionFailure("no built-in spec has such a composite")
    }
  }

  private static func members(
    _ tag: Subfields.Tag, _ field: FieldSpec, _ count: Int, overhead: Int,
    using generator: inout SplitMix64
  ) -> [FieldValue.Member] {
    let key = String(repeating: "7", count: tag.encoding == .binary ? tag.count * 2 : tag.count)
    let greatest = lengths(of: field)[1]
    var members: [FieldValue.Member] = []
    var rest = count
    while rest > 0 {
      // Enough is left for one more subfield.
      var length = min(rest - overhead, greatest)
      if (1..<overhead).contains(rest - overhead - length) { length -= overhead }
      members.append(.init(key, legal(field, count: length, using: &generator)))
      rest -= overhead + length
    }
    return members
  }

  private static func prefixByteCount(of field: FieldSpec) -> Int {
    guard case .variable(let prefix, _, _) = field.length else { return 0 }
    return prefix.width
  }
}
