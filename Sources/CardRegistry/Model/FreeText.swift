internal import CardCore

/// Texts that people give and that are stored as they are.
enum FreeText {
  /// Whether a text is 1 to 64 printable characters in which no card number hides.
  ///
  /// Any 12 to 19 digits in a row with the right check digit count as one, blanks and hyphens
  /// between them apart.
  static func isFit(_ text: String) -> Bool {
    guard (1...64).contains(text.unicodeScalars.count),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { return false }
    var run: [UInt8] = []
    for byte in text.utf8 where byte != 0x20 && byte != 0x2D {
      if Digits.isDigit(byte) {
        run.append(byte)
      } else {
        if mayBeCardNumber(run) { return false }
        run.removeAll()
      }
    }
    return !mayBeCardNumber(run)
  }

  private static func mayBeCardNumber(_ digits: [UInt8]) -> Bool {
    (12...PAN.digitCountMax).contains(digits.count) && Digits.luhnHolds(digits.span)
  }
}
