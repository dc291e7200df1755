/// What of a transaction the score looks at; each can be left out.
public enum ScorePart: String, Sendable, CaseIterable {
  /// The amount over what the card is used for, and how suspicious it was of late.
  case habit
  /// The amount alone.
  case amount
  /// The run of confirmed frauds at the terminal, or how long there was none.
  case terminal
  /// How much more or less fraud than expected there is at the merchant.
  case merchant
  /// The same of the merchant's category, DE 18.
  case category
  /// The same of the country.
  case country
  /// The same of how the card was read, and of whether it was there.
  case entryMode
  /// The same of the hour of the day.
  case hour
}

extension ScorePart {
  /// Which parts count, told once and not looked up a row.
  struct Selection: Hashable, Sendable {
    let habit, amount, terminal, merchant, category, country, entryMode, hour: Bool

    init(_ parts: Set<ScorePart>) {
      habit = parts.contains(.habit)
      amount = parts.contains(.amount)
      terminal = parts.contains(.terminal)
      merchant = parts.contains(.merchant)
      category = parts.contains(.category)
      country = parts.contains(.country)
      entryMode = parts.contains(.entryMode)
      hour = parts.contains(.hour)
    }
  }
}

/// How transactions are scored.
public struct ScoreSettings: Hashable, Sendable {
  /// When nothing was heard of a transaction for so long it is taken for genuine, and when a label
  /// of the log becomes known; in milliseconds.
  public var knownAfterMilliseconds: Int64 = 7 * 86_400_000
  public var parts: Set<ScorePart> = Set(ScorePart.allCases)
  /// Whether the age of a terminal's run counts.
  public var usesRunAge = true

  /// The longest wait for a label, in milliseconds: 400 days.
  public static let knownAfterMaximum: Int64 = 400 * 86_400_000

  public init() {}

  /// What results depend on, as one line.
  var line: String {
    let names = ScorePart.allCases.filter { parts.contains($0) }.map(\.rawValue)
    let age = usesRunAge ? "" : ", without the age of runs"
    return "score after \(knownAfterMilliseconds) ms of \(names.joined(separator: " "))" + age
  }
}

/// Where in the columns the score works.
public struct ScorePlan: Hashable, Sendable {
  public var settings: ScoreSettings
  /// A pair of integer columns that the card's lane fills: its cells, and what it made of them.
  public var cardColumn: Int
  /// A pair of integer columns that the terminal's lane fills: its cell, and where its record is.
  public var terminalColumn: Int
  /// A pair of real columns: the chance by the card's side.
  public var chanceColumn: Int
  /// A pair of real columns: the score, for rules.
  public var scoreColumn: Int
  /// Minor units of the base currency that make one unit of money.
  public var minorPerUnit: Int64

  /// Sets the columns aside.
  init(_ settings: ScoreSettings, layout: inout ColumnLayout, minorPerUnit: Int64) {
    self.settings = settings
    cardColumn = layout.addPair(.integer)
    terminalColumn = layout.addPair(.integer)
    chanceColumn = layout.addPair(.real)
    scoreColumn = layout.addPair(.real)
    self.minorPerUnit = minorPerUnit
  }
}
