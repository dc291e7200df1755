internal import CardCore
internal import CardRegistry

/// Times, days, months and amounts as a letter says them.
struct LetterWords {
  let language: HolderLanguage

  private static let french = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
  ]
  private static let english = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `1er mars 2026`, `1 March 2026`.
  func day(_ day: Day) -> String {
    let civil = day.civil
    let ordinal = language == .french && civil.day == 1 ? "1er" : "\(civil.day)"
    return "\(ordinal) \(name(ofMonth: civil.month)) \(civil.year)"
  }

  /// By the clocks of Paris: `1er mars 2026 à 11 h 00`, `1 March 2026 at 11:00`.
  func time(_ time: Instant) -> String {
    let offset = ZoneRule.paris.offsetMilliseconds(at: time)
    let civil = time.adding(milliseconds: offset).civil
    let minute = Self.twoDigits(civil.minute)
    let clock =
      language == .french
      ? " à \(civil.hour) h \(minute)" : " at \(Self.twoDigits(civil.hour)):\(minute)"
    return day(Day(of: time)) + clock
  }

  /// `mai 2028`.
  func month(_ date: CardDate) -> String { "\(name(ofMonth: Int(date.month))) \(date.year)" }

  /// `1 234,56 EUR`, `1,234.56 EUR`.
  func amount(_ amount: Amount) -> String {
    let parts = amount.decimalText.split(separator: ".")
    let isNegative = parts.first?.hasPrefix("-") ?? false
    let digits = Array((parts.first ?? "0").drop { $0 == "-" })
    var whole = isNegative ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 {
        whole += language == .french ? "\u{202F}" : ","
      }
      whole.append(digit)
    }
    let fraction = parts.count > 1 ? (language == .french ? "," : ".") + parts[1] : ""
    return "\(whole)\(fraction) \(amount.currency)"
  }

  func label(_ labels: Labels) -> String { language == .french ? labels.french : labels.english }

  func limit(_ limit: Limit, _ currency: Currency) -> String {
    var parts: [String] = []
    if let minor = limit.amountMinor {
      parts.append(amount(Amount(minorUnits: minor, currency: currency)))
    }
    if let count = limit.countMax {
      parts.append(language == .french ? "\(count) opérations" : "\(count) transactions")
    }
    let days = language == .french ? "sur \(limit.days) jours" : "over \(limit.days) days"
    return "\(label(limit.usage.labels)), \(parts.joined(separator: ", ")) \(days)"
  }

  func scope(_ scope: RecurringScope) -> String {
    switch (scope, language) {
    case (.all, .french): "tous"
    case (.all, .english): "all of them"
    case (.merchant(let name), .french): "ceux du commerçant \(name)"
    case (.merchant(let name), .english): "those of merchant \(name)"
    case (.mcc(let mcc), .french): "ceux de l'activité \(mcc)"
    case (.mcc(let mcc), .english): "those of the line of business \(mcc)"
    }
  }

  private func name(ofMonth month: Int) -> String {
    (language == .french ? Self.french : Self.english)[month - 1]
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
