import CardCore
@_spi(Testing) import PaymentCrypto

/// Tests of FF1: schemas `fpe_str_test_schema` and `fpe_list_test_schema`, any radix.
///
/// Domains from one hundred to one million are tried as the first edition of the standard has them,
/// which the library does when asked for by name.
struct FormatPreservingTrial: WycheproofTrial {
  let operation = "fpe.ff1.encrypt"

  func outcome(of test: WycheproofTest) throws(OperationFailure) -> WycheproofOutcome {
    let radix = try test.parameter("radix")
    let message = try numerals("msg", of: test)
    let ciphertext = try numerals("ct", of: test)
    let key = try test.bytes("key")
    let tweak = try test.bytes("tweak")
    guard let message else { return .refused(reason: "numerals over 65,535") }
    do throws(CryptoError) {
      let clearKey = try Key<Usage.FormatPreserving>(
        clear: key.span, .aes(byteCount: key.count))
      var cipher = try FF1(
        key: clearKey, radix: radix, domain: test.hasFlag("SmallMessageSize") ? .hundred : .million,
        allowing: .smallDomain)
      guard let ciphertext, try Self.encrypted(message, tweak, &cipher) == ciphertext else {
        return .differs("ciphertext")
      }
      return try Self.decrypted(ciphertext, tweak, &cipher) == message
        ? .holds : .differs("message")
    } catch {
      return .refused(reason: "error \(error.code.rawValue)")
    }
  }

  private static func encrypted(
    _ message: [UInt16], _ tweak: [UInt8], _ cipher: inout FF1
  ) throws(CryptoError) -> [UInt16] {
    var numerals = message
    var span = numerals.mutableSpan
    try cipher.encrypt(&span, tweak: tweak.span)
    return numerals
  }

  private static func decrypted(
    _ ciphertext: [UInt16], _ tweak: [UInt8], _ cipher: inout FF1
  ) throws(CryptoError) -> [UInt16] {
    var numerals = ciphertext
    var span = numerals.mutableSpan
    try cipher.decrypt(&span, tweak: tweak.span)
    return numerals
  }

  /// The numbers of a list, or the places of a string's characters in the alphabet.
  ///
  /// A character that is not in the alphabet becomes the radix itself, so that it is the library
  /// that has to refuse it. Nil where a number is over what the library can be given.
  private func numerals(
    _ name: String, of test: WycheproofTest
  ) throws(OperationFailure) -> [UInt16]? {
    var numbers: [Int] = []
    if let list = test.value(name)?.array {
      numbers = list.compactMap(\.int)
      guard numbers.count == list.count else {
        throw .malformed(input: name, expected: "whole numbers")
      }
    } else if let text = test.value(name)?.string {
      let alphabet = try alphabet(of: test)
      numbers = text.unicodeScalars.map { alphabet.firstIndex(of: $0) ?? alphabet.count }
    } else {
      throw .malformed(input: name, expected: "a list or a string")
    }
    let numerals = numbers.compactMap(UInt16.init(exactly:))
    return numerals.count == numbers.count ? numerals : nil
  }

  private func alphabet(of test: WycheproofTest) throws(OperationFailure) -> [Unicode.Scalar] {
    guard let alphabet = test.alphabet, alphabet.count == (try test.parameter("radix")) else {
      throw .malformed(input: "alphabet", expected: "as many characters as the radix")
    }
    return alphabet
  }
}
