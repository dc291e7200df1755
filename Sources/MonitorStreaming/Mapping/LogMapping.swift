public import CardCore

/// What the columns of a CSV log, or the members of an NDJSON log, mean.
public struct LogMapping: Sendable, Hashable {
  public var format: Format
  public var time: TimeColumn
  /// The names of the columns, by what they mean; time, card, amount and label included.
  public internal(set) var columns: [MappedField: String]
  /// Whether a card is always a PAN; else one that has 12 to 19 digits and a right check digit is.
  public var cardIsPAN = false
  /// The currency of amounts where no column says it.
  public var currency: Currency?
  /// Whether amounts are whole minor units; else they are decimals.
  public var amountIsMinor = false
  /// Milliseconds after its transaction at which a label becomes known.
  public var labelKnownAfter: Int64 = 0

  /// How the rows are written.
  public enum Format: String, Sendable, CaseIterable {
    case csv, ndjson
  }

  /// How the time of a row is written.
  public enum TimeColumn: Sendable, Hashable {
    /// RFC 3339, or the same without a zone, which is then this one.
    case stamp(ZoneRule)
    /// A number of units since an epoch; the unit in milliseconds, or in parts of one where
    /// negative.
    case count(unit: TimeUnit, epoch: Instant)
    /// Digits in places, such as `dd/MM/yyyy HH:mm:ss`.
    case pattern(TimePattern, ZoneRule)
  }

  public init(format: Format, time: TimeColumn, columns: [MappedField: String]) {
    self.format = format
    self.time = time
    self.columns = columns
  }
}

/// What a mapping can say of a row: the closed list of its keys, but for `format`.
public enum MappedField: String, Sendable, CaseIterable {
  case id, time, card, terminal, merchant, acquirer, amount, currency, mcc, country, entryMode
  case kind, phase, stan, rrn, authCode, response, label
}

/// The unit of a time that is a number.
public enum TimeUnit: String, Sendable, CaseIterable {
  case us, ms, s, min, h, d

  /// Thousandths of a millisecond.
  var microseconds: Int64 {
    switch self {
    case .us: 1
    case .ms: 1_000
    case .s: 1_000_000
    case .min: 60_000_000
    case .h: 3_600_000_000
    case .d: 86_400_000_000
    }
  }
}
