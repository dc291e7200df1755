/// A currency by its numeric code of ISO 4217, as messages carry it (DE 49).
///
/// Any code of three digits can be held, for messages carry codes that no table knows; what the
/// table does not say is nil.
public struct Currency: Hashable, Sendable, BitwiseCopyable {
  /// The numeric code, 0 to 999.
  public let numeric: UInt16

  /// Takes a numeric code; nil unless it has at most three digits.
  public init?(numeric: Int) {
    guard (0...999).contains(numeric) else { return nil }
    self.numeric = UInt16(numeric)
  }

  /// Takes a numeric code from three ASCII digits; nil for anything else.
  public init?(digits: Span<UInt8>) {
    guard let numeric = DecimalText.code(digits, count: 3) else { return nil }
    self.numeric = numeric
  }

  /// Finds a currency by its alphabetic code, such as `EUR`; nil if the table has none.
  public init?(alphabetic: some StringProtocol) {
    guard let position = Self.positions[String(alphabetic)] else { return nil }
    self = Self.rows[position].currency
  }

  @usableFromInline
  init(listed numeric: UInt16) {
    self.numeric = numeric
  }

  /// The euro, 978.
  public static let euro = Currency(listed: 978)

  /// Whether the table knows the code.
  public var isListed: Bool { Self.index[numeric] != nil }

  /// The alphabetic code of three letters.
  public var alphabetic: String? { row?.alphabetic }

  /// How many decimals the minor unit has: 2 for the euro, 0 for the yen; nil where the notion does
  /// not apply, as for gold.
  public var exponent: Int? { row?.exponent }

  /// The English name.
  public var name: String? { row?.name }

  /// The numeric code as messages write it, in three digits.
  public var digits: String { DecimalText.padded(numeric, count: 3) }

  /// Every listed currency, by ascending numeric code.
  public static var all: [Currency] { rows.map(\.currency) }
}

extension Currency: CustomStringConvertible {
  /// The alphabetic code, or the numeric one where the table has none.
  public var description: String { alphabetic ?? digits }
}

extension Currency {
  private struct Row: Sendable {
    let currency: Currency
    let alphabetic: String
    let exponent: Int?
    let name: String
  }

  private static let rows: [Row] = TableText.rows(table, columnCount: 4).map { columns in
    Row(
      currency: Currency(listed: TableText.number(columns[0])), alphabetic: columns[1],
      exponent: Int(columns[2]), name: columns[3])
  }

  private static let index = CodeIndex(rows.map(\.currency.numeric), codeMax: 999)

  private static let positions: [String: Int] = Dictionary(
    uniqueKeysWithValues: rows.enumerated().map { ($1.alphabetic, $0) })

  private var row: Row? { Self.index[numeric].map { Self.rows[$0] } }
}

extension Currency: Vacant {
  @inlinable public static var vacant: Currency { Currency(listed: .max) }
  @inlinable public var isVacant: Bool { numeric == .max }
}
