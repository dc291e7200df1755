import CardCore
import TransactionMonitor

/// The words, numbers and dates of a report in one language.
struct ReportWords {
  let language: Language
  /// What clocks show.
  let zone: ZoneRule
  let zoneName: String

  /// The date and the time of day that clocks show, as if they were UTC.
  func shown(_ instant: Instant) -> Instant {
    instant.adding(milliseconds: zone.offsetMilliseconds(at: instant))
  }

  var isFrench: Bool { language == .french }

  func callAsFunction(_ english: String, _ french: String) -> String {
    isFrench ? french : english
  }

  func severity(_ severity: Severity) -> String {
    switch severity {
    case .critical: self("critical", "critique")
    case .high: self("high", "haute")
    case .medium: self("medium", "moyenne")
    case .low: self("low", "basse")
    case .info: self("information", "information")
    }
  }

  func subject(_ name: String) -> String {
    let french = [
      "card": "carte", "terminal": "terminal", "merchant": "commerçant", "bin": "BIN",
      "acquirer": "acquéreur", "issuer": "émetteur", "all": "ensemble",
    ]
    let english = ["all": "everything", "bin": "BIN"]
    return isFrench ? french[name] ?? name : english[name] ?? name
  }

  // MARK: - Numbers

  /// Digits in groups of three.
  func number(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "\u{2212}" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += isFrench ? "\u{202F}" : "," }
      text.append(digit)
    }
    return text
  }

  /// A share with one decimal.
  func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded())
    let mark = isFrench ? "," : "."
    return "\(number(tenths / 10))\(mark)\(tenths % 10)\u{202F}%"
  }

  /// An amount of minor units, without decimals from a thousand on.
  func money(_ minor: Int, _ currency: String) -> String {
    let exponent = Currency(alphabetic: currency)?.exponent ?? 0
    var unit = 1
    for _ in 0..<exponent { unit *= 10 }
    let whole = minor / unit
    guard whole.magnitude < 1_000, exponent > 0 else { return "\(number(whole))\u{A0}\(currency)" }
    let rest = String(minor.magnitude % UInt(unit))
    let zeros = String(repeating: "0", count: max(0, exponent - rest.count))
    return "\(number(whole))\(isFrench ? "," : ".")\(zeros)\(rest)\u{A0}\(currency)"
  }

  // MARK: - Dates

  private static let english = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let french = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
  ]
  private static let englishShort = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let frenchShort = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
  ]

  func day(_ instant: Instant) -> String {
    let civil = shown(instant).civil
    let month = (isFrench ? Self.french : Self.english)[civil.month - 1]
    return "\(civil.day) \(month) \(civil.year)"
  }

  func time(_ instant: Instant) -> String { "\(day(instant)), \(clock(instant))" }

  func clock(_ instant: Instant) -> String {
    let civil = shown(instant).civil
    return "\(DecimalDigits.two(civil.hour)):\(DecimalDigits.two(civil.minute))"
  }

  func shortMonth(_ instant: Instant) -> String {
    (isFrench ? Self.frenchShort : Self.englishShort)[shown(instant).civil.month - 1]
  }

  func shortDay(_ instant: Instant) -> String {
    "\(shown(instant).civil.day) \(shortMonth(instant))"
  }

  /// How long a bucket is.
  func duration(_ milliseconds: Int64) -> String {
    let minutes = Int(milliseconds / 60_000)
    if minutes < 60 { return self("\(minutes) min", "\(minutes) min") }
    if minutes < 1_440 { return "\(minutes / 60) h" }
    let days = minutes / 1_440
    return days == 1 ? self("1 day", "1 jour") : self("\(days) days", "\(days) jours")
  }
}

/// Numbers of two digits.
enum DecimalDigits {
  static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
