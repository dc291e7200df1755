import CardCore

extension Message {
  /// The bytes of an element that holds bytes: as they are, or out of the hexadecimal digits that
  /// some specs write them in.
  ///
  /// - Returns: nil if the element is not there; the characters of a text that is no hexadecimal.
  /// - Throws: ``ParseError`` as ``value(of:)``.
  public func octets(of element: DataElement) throws(ParseError) -> [UInt8]? {
    switch try value(of: element) {
    case .bytes(let bytes), .undecoded(let bytes): return bytes
    case .text(let text):
      let digits = Array(text.utf8)
      let nibbles = digits.compactMap(HexadecimalDigit.value)
      guard nibbles.count == digits.count, digits.count.isMultiple(of: 2) else { return digits }
      return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    case .fields: return element == .iccData ? iccBytes : []
    case nil: return nil
    }
  }

  /// Gives an element bytes, in the form that its spec writes bytes in; a composite of BER-TLV
  /// takes whole objects.
  ///
  /// - Throws: ``BuildError``; the message is then as before.
  public mutating func set(
    _ element: DataElement, toOctets bytes: [UInt8]
  ) throws(BuildError) {
    guard let field = parser.spec.elements[element.rawValue] else {
      return try set(element, to: .bytes(bytes))
    }
    if field.subfields != nil {
      try set(element, to: .fields(Self.objects(bytes)))
    } else if field.encoding.isBinary {
      try set(element, to: .bytes(bytes))
    } else {
      let digits = bytes.flatMap {
        [HexadecimalDigit.upperCase($0 >> 4), HexadecimalDigit.upperCase($0 & 0x0F)]
      }
      try set(element, to: .text(String(decoding: digits, as: UTF8.self)))
    }
  }

  /// The outermost objects of BER-TLV; what stands behind the first that is none is left out.
  private static func objects(_ bytes: [UInt8]) -> [FieldValue.Member] {
    var members: [FieldValue.Member] = []
    BERWalk.forEach(in: bytes.span) { tag, range in
      members.append(.init(BERTag(rawValue: tag).key, .bytes(Array(bytes[range]))))
    }
    return members
  }
}
