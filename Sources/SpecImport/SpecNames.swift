import ISO8583

// The words of the JSON form, each once, for reading and for writing.

extension FieldSpec.Encoding {
  /// Every encoding with its word; the first word of an encoding is the one that is written.
  static let named: [(name: String, encoding: FieldSpec.Encoding)] =
    CharacterSet.allCases.map { ($0.name, .text($0)) } + [
      ("bcd", .bcd), ("xbcd", .signedBCD(.ascii)), ("xbcd-ebcdic500", .signedBCD(.ebcdic500)),
      ("binary", .binary), ("hexascii", .hexadecimal(.ascii)),
      ("hexebcdic", .hexadecimal(.ebcdic500)),
    ] + CharacterSet.allCases.map { ("hex-" + $0.name, .hexadecimal($0)) }

  var name: String { Self.named.first { $0.encoding == self }?.name ?? "binary" }
}

extension Prefix.Encoding {
  static let named: [(name: String, encoding: Prefix.Encoding)] =
    CharacterSet.allCases.map { ($0.name, .text($0)) } + [
      ("bcd", .bcd), ("binary", .binary), ("hexascii", .hexadecimal(.ascii)),
      ("hexebcdic", .hexadecimal(.ebcdic500)), ("ber", .ber),
    ] + CharacterSet.allCases.map { ("hex-" + $0.name, .hexadecimal($0)) }

  var name: String { Self.named.first { $0.encoding == self }?.name ?? "binary" }
}

extension BitmapSpec.Encoding {
  static let named: [(name: String, encoding: BitmapSpec.Encoding)] =
    [("binary", .binary), ("hexascii", .hexadecimal(.ascii))]
    + CharacterSet.allCases.map { ("hex-" + $0.name, .hexadecimal($0)) }

  var name: String { Self.named.first { $0.encoding == self }?.name ?? "binary" }
}

extension Prefix {
  /// The greatest length that it can announce; a BER length has no end of its own.
  var reach: Int {
    switch encoding {
    case .text, .bcd: (0..<width).reduce(1) { reach, _ in reach * 10 } - 1
    case .binary, .hexadecimal: 1 << (8 * width) - 1
    case .ber: .max
    }
  }
}

extension Prefix.Counts {
  static let named: [(name: String, counts: Prefix.Counts)] = [
    ("units", .units), ("bytes", .bytes), ("bytesAndPrefix", .bytesAndPrefix),
  ]

  var name: String { Self.named.first { $0.counts == self }?.name ?? "units" }
}

extension FieldSpec.Side {
  static let named: [(name: String, side: FieldSpec.Side)] = [("left", .left), ("right", .right)]

  var name: String { self == .left ? "left" : "right" }
}

extension FieldSpec.Unit {
  static let named: [(name: String, unit: FieldSpec.Unit)] = [("byte", .byte), ("digit", .digit)]

  var name: String { self == .byte ? "byte" : "digit" }
}
