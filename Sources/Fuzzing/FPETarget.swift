import CardCore
@_spi(Testing) import PaymentCrypto

extension FuzzTarget {
  /// The first two bytes choose a radix, the next one the length of a tweak, which follows; the
  /// others are numerals, two bytes each.
  static let fpe = FuzzTarget(name: "fpe") { input in
    var input = FuzzInput(input)
    let radix = input.next() << 8 | input.next()
    let tweak = (0..<input.next() % 40).map { _ in UInt8(input.next()) }
    let rest = input.rest
    let numerals = stride(from: 0, to: rest.count - 1, by: 2).map { index in
      UInt16(rest[index]) << 8 | UInt16(rest[index + 1])
    }
    // As they are, and brought under the radix so that most go through.
    check(numerals, radix, tweak)
    if radix > 0 { check(numerals.map { $0 % UInt16(radix) }, radix, tweak) }
  }

  private static func check(_ numerals: [UInt16], _ radix: Int, _ tweak: [UInt8]) {
    do throws(CryptoError) {
      let bytes = (0..<16).map { UInt8($0 * 7 + 1) }
      let key = try Key<Usage.FormatPreserving>(clear: bytes.span, .aes128)
      var cipher = try FF1(key: key, radix: radix)
      var text = numerals
      var span = text.mutableSpan
      try cipher.encrypt(&span, tweak: tweak.span)
      precondition(text.allSatisfy { Int($0) < radix }, "numerals stay under the radix")
      var back = text.mutableSpan
      try cipher.decrypt(&back, tweak: tweak.span)
      precondition(text == numerals, "a text comes back")
    } catch {
      let known: [CryptoError.Code] = [
        .invalidRange, .invalidDomain, .invalidLength, .invalidDigits,
      ]
      precondition(known.contains(error.code), "\(error)")
    }
  }
}
