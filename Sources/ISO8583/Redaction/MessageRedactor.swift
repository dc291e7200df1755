public import CardCore

/// Makes messages that may leave the house: PANs become others, secrets become zeros, and every
/// length and the bitmap stay as they are.
///
/// | what | becomes |
/// |---|---|
/// | card number in DE 2, 34, 35, 36, 45, tags 5A, 57, 9F6B, 56, and its copies | its substitute |
/// | discretionary data of tracks, PIN blocks, MACs, cryptograms, tags 9F1F, 9F20, 99 | zeros |
/// | the cardholder's name | X |
/// | other card numbers in free text | zeros where stars would be shown |
public struct MessageRedactor {
  private let parser: MessageParser
  private let substitute: any PANSubstitute

  public init(_ parser: MessageParser, substitute: any PANSubstitute) {
    self.parser = parser
    self.substitute = substitute
  }

  /// The bytes of the message without what must not leave; as many as it had.
  ///
  /// - Throws: ``ParseError`` if the bytes are not a message of the spec. Then nobody knows what is
  ///   in them: use ``blank(_:)``.
  public func redact(_ bytes: [UInt8]) throws(ParseError) -> [UInt8] {
    var message = try Message(parsing: bytes, using: parser)
    let numbers = RedactedNumbers(message, substitute: substitute)
    let open = message.shown(options: [.inFull, .exact])
    for (full, shown) in zip(open, message.shown(options: .exact)) {
      guard let value = try message.value(of: full.element) else { continue }
      let redaction = ValueRedaction(element: full.element.rawValue, numbers: numbers)
      let redacted = redaction.redact(value, full.value, shown.value)
      guard redacted != value else { continue }
      do throws(BuildError) {
        try message.set(full.element, to: redacted)
      } catch {
        throw ParseError(
          .overLimit, path: .init(.element(full.element.rawValue)), offset: 0, expected: .end)
      }
    }
    do throws(BuildError) {
      let redacted = try message.serialize()
      if redacted.count == bytes.count { return redacted }
    } catch {}
    throw ParseError(.leftoverBytes, path: .init(.end), offset: bytes.count, expected: .end)
  }

  /// As many zeros, for what cannot be read.
  public static func blank(_ bytes: [UInt8]) -> [UInt8] { Array(repeating: 0, count: bytes.count) }
}

/// The card numbers that a message names in their places, with those that stand for them.
struct RedactedNumbers {
  /// In ASCII digits, the longest first.
  private(set) var pairs: [(number: [UInt8], substitute: [UInt8])] = []
  private let substitute: any PANSubstitute

  init(_ message: Message, substitute: any PANSubstitute) {
    self.substitute = substitute
    for number in CardDataMask.ownNumbers(of: message) {
      pairs.append((number, self.substitute(for: number[...])))
    }
    pairs.sort { $0.number.count > $1.number.count }
  }

  /// The digits that stand for these, 1 to 19 of them; others become zeros.
  func substitute(for digits: ArraySlice<UInt8>) -> [UInt8] {
    let number = Array(digits)
    do throws(PAN.BuildError) {
      return substitute.substitute(for: try PAN(number.span)).withDigits { digits in
        digits.indices.map { digits[$0] }
      }
    } catch {
      return Array(repeating: UInt8(ascii: "0"), count: digits.count)
    }
  }

  /// Replaces each number wherever it stands in `characters`.
  ///
  /// - Returns: Where it stood.
  func replace(in characters: inout [UInt8]) -> [Range<Int>] {
    var places: [Range<Int>] = []
    for (number, substitute) in pairs where number.count <= characters.count {
      var start = 0
      while start + number.count <= characters.count {
        let range = start..<start + number.count
        guard characters[range].elementsEqual(number), !places.contains(where: range.overlaps)
        else {
          start += 1
          continue
        }
        characters.replaceSubrange(range, with: substitute)
        places.append(range)
        start = range.upperBound
      }
    }
    return places
  }
}
