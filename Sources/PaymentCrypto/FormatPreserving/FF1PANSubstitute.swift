public import CardCore

/// Replaces the middle digits of PANs by FF1: the first six and the last four stay, as they may be
/// shown; below fifteen digits only the last four do.
///
/// The Luhn sum stays the same: enciphering is repeated until it is (cycle walking), so that a
/// number that held holds and one that did not does not, and no two PANs become one. It is the PAN
/// for whoever holds the key, not a hash.
///
/// The middle of a PAN has less than a million values where it has 15 digits or fewer than ten:
/// then NIST SP 800-38G rev. 1 holds the domain too small, as for any cipher of so few digits.
public final class FF1PANSubstitute: PANSubstitute {
  private var ff1: FF1
  /// What was worked out before; card data, in memory only.
  private var known: [PAN: PAN] = [:]

  private static let knownMaximum = 1 << 16

  /// - Parameter content: Of a token key file: 32 bytes, or 64 hexadecimal digits and perhaps a
  ///   line end.
  /// - Throws: ``CryptoError/Code/invalidKeyLength``, ``CryptoError/Code/invalidDigits``.
  public init(keyFile content: Span<UInt8>) throws(CryptoError) {
    let secret = try KeyFileText.key(content, byteCount: 32)
    let key = try Key<Usage.FormatPreserving>(secret, .aes256)
    ff1 = try FF1(key: key, radix: 10, domain: .hundred, allowing: .smallDomain)
  }

  public func substitute(for pan: PAN) -> PAN {
    if let found = known[pan] { return found }
    let found = pan.withDigits { substitute(for: $0) }
    if known.count >= Self.knownMaximum { known.removeAll(keepingCapacity: true) }
    known[pan] = found
    return found
  }

  private func substitute(for digits: Span<UInt8>) -> PAN {
    let count = digits.count
    let front = count >= 15 ? 6 : 0
    var text = digits.indices.map { digits[$0] }
    defer { for index in text.indices { text[index] = 0 } }
    if count > 5 {
      encipher(front..<count - 4, of: &text, Self.tweak(digits, front))
    } else {
      for index in 0..<max(0, count - 4) { text[index] = UInt8(ascii: "0") }
    }
    do throws(PAN.BuildError) {
      return try PAN(text.span)
    } catch {
      preconditionFailure("digits stay digits")
    }
  }

  /// What stays readable: the length, the digits in front, and the last four.
  private static func tweak(_ digits: Span<UInt8>, _ front: Int) -> [UInt8] {
    var tweak = [UInt8(digits.count)]
    for index in digits.indices where index < front || index >= digits.count - 4 {
      tweak.append(digits[index])
    }
    return tweak
  }

  private func encipher(_ middle: Range<Int>, of text: inout [UInt8], _ tweak: [UInt8]) {
    let wanted = Self.checkDigit(text)
    var numerals = middle.map { UInt16(text[$0] - UInt8(ascii: "0")) }
    defer { for index in numerals.indices { numerals[index] = 0 } }
    repeat {
      do throws(CryptoError) {
        var span = numerals.mutableSpan
        try ff1.encrypt(&span, tweak: tweak.span)
      } catch {
        preconditionFailure("two to fifteen digits under a key that enciphers")
      }
      for (index, numeral) in zip(middle, numerals) {
        text[index] = UInt8(ascii: "0") + UInt8(numeral)
      }
    } while Self.checkDigit(text) != wanted
  }

  /// The check digit of all but the last digit, which stays: as long as it does, so does the sum.
  private static func checkDigit(_ text: [UInt8]) -> UInt8? {
    Digits.luhnCheckDigit(for: text.span.extracting(droppingLast: 1))
  }
}
