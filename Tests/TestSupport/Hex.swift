/// The bytes that pairs of hex digits spell; blanks and line ends between pairs are for the reader.
///
/// - Precondition: Nothing but pairs of hex digits, blanks and line ends.
public func bytes(hex text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var high: UInt8?
  for character in text where !character.isWhitespace {
    guard let digit = character.hexDigitValue.map(UInt8.init) else {
      preconditionFailure("\(character) is not a hex digit")
    }
    if let first = high {
      bytes.append(first << 4 | digit)
      high = nil
    } else {
      high = digit
    }
  }
  precondition(high == nil, "hex of an odd number of digits")
  return bytes
}

/// The bytes as upper-case hex, two digits each, nothing between.
public func hex(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789ABCDEF")
  return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0x0F)]] })
}
