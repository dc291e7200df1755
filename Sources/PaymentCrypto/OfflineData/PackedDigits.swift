/// Digits packed two to a byte, left-justified with F fill, as certificates carry them.
enum PackedDigits {
  /// The ASCII digits without their fill; nil if a nibble is no digit, or a digit follows the fill.
  static func digits(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
    var digits: [UInt8] = []
    var isFilled = false
    for nibble in bytes.flatMap({ [$0 >> 4, $0 & 0x0F] }) {
      if nibble == 0x0F {
        isFilled = true
      } else {
        guard nibble < 10, !isFilled else { return nil }
        digits.append(0x30 + nibble)
      }
    }
    return digits
  }
}
