import CardCore

/// A form of date and time with a fixed place for each digit, such as `dd/MM/yyyy HH:mm:ss`.
///
/// `yyyy` or `yy`, `MM`, `dd`, `HH`, `mm`, `ss` and `SSS` stand for digits, every other character
/// that is no letter for itself; letters between apostrophes stand for themselves.
public struct TimePattern: Sendable, Hashable {
  private let places: [Place]

  private enum Place: Hashable {
    case part(Part, width: Int)
    case literal(UInt8)
  }

  private enum Part: Character, CaseIterable {
    case year = "y"
    case month = "M"
    case day = "d"
    case hour = "H"
    case minute = "m"
    case second = "s"
    case fraction = "S"
  }

  /// - Returns: nil if a letter means nothing, a part has another width, or the date is not whole.
  public init?(_ text: String) {
    var places: [Place] = []
    var rest = Substring(text)
    var seen: Set<Part> = []
    while let first = rest.first {
      if first == "'" {
        guard let end = rest.dropFirst().firstIndex(of: "'") else { return nil }
        places += rest[rest.index(after: rest.startIndex)..<end].utf8.map { .literal($0) }
        rest = rest[rest.index(after: end)...]
      } else if let part = Part(rawValue: first) {
        let width = rest.prefix { $0 == first }.count
        guard Self.isWidth(width, of: part), seen.insert(part).inserted else { return nil }
        places.append(.part(part, width: width))
        rest = rest.dropFirst(width)
      } else {
        guard first.isASCII, !first.isLetter else { return nil }
        places += String(first).utf8.map { .literal($0) }
        rest = rest.dropFirst()
      }
    }
    guard seen.isSuperset(of: [.year, .month, .day]) else { return nil }
    self.places = places
  }

  private static func isWidth(_ width: Int, of part: Part) -> Bool {
    switch part {
    case .year: width == 4 || width == 2
    case .fraction: 1...3 ~= width
    default: width == 2
    }
  }

  /// The reading that `text` shows, as if it were UTC; nil if it does not have this form.
  func reading(_ text: Span<UInt8>) -> Instant? {
    var numbers = InlineArray<7, Int>(repeating: 0)
    var offset = 0
    for place in places {
      switch place {
      case .literal(let byte):
        guard offset < text.count, text[offset] == byte else { return nil }
        offset += 1
      case .part(let part, let width):
        guard text.count - offset >= width,
          let value = Digits.value(of: text.extracting(offset..<offset + width))
        else { return nil }
        numbers[Self.index(of: part)] = Self.number(Int(value), part, width: width)
        offset += width
      }
    }
    guard offset == text.count else { return nil }
    return Instant(
      year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3],
      minute: numbers[4], second: numbers[5], millisecond: numbers[6])
  }

  private static func index(of part: Part) -> Int {
    switch part {
    case .year: 0
    case .month: 1
    case .day: 2
    case .hour: 3
    case .minute: 4
    case .second: 5
    case .fraction: 6
    }
  }

  private static func number(_ value: Int, _ part: Part, width: Int) -> Int {
    switch (part, width) {
    case (.year, 2): value < 70 ? 2_000 + value : 1_900 + value
    case (.fraction, 1): 100 * value
    case (.fraction, 2): 10 * value
    default: value
    }
  }
}
