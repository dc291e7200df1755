/// A merchant category code (MCC), four digits that say what a merchant sells (DE 18, ISO 18245).
public struct MCC: Hashable, Sendable, BitwiseCopyable {
  /// The code, 0 to 9999.
  public let code: UInt16

  /// Takes a code; nil unless it has at most four digits.
  public init?(_ code: Int) {
    guard (0...9999).contains(code) else { return nil }
    self.code = UInt16(code)
  }

  /// Takes a code from four ASCII digits; nil for anything else.
  public init?(digits: Span<UInt8>) {
    guard let code = DecimalText.code(digits, count: 4) else { return nil }
    self.code = code
  }

  /// Takes a code from a text of four digits; nil for anything else.
  public init?(_ text: String) {
    let characters = Array(text.utf8)
    self.init(digits: characters.span)
  }

  @usableFromInline
  init(listed code: UInt16) {
    self.code = code
  }

  /// The English name: the category's own, else that of the range it lies in (airlines, car rental,
  /// lodging); nil for a code that no list has.
  public var name: String? {
    if let position = Self.index[code] { return Self.rows[position].name }
    return Self.ranges.first { $0.codes.contains(code) }?.name
  }

  /// Whether the category stands for money or what is as good: transfers, foreign currency,
  /// securities, stored value, betting.
  public var isQuasiCash: Bool { Self.quasiCash.contains(code) }

  /// The code in four digits.
  public var digits: String { DecimalText.padded(code, count: 4) }

  /// Every category with a name of its own, by ascending code.
  public static var all: [MCC] { rows.map(\.category) }
}

extension MCC: CustomStringConvertible {
  /// The code in four digits.
  public var description: String { digits }
}

extension MCC {
  /// The trade's "quasi-cash and securities": wire transfers, merchandise of financial
  /// institutions, foreign currency and money orders, brokers, stored value, betting.
  private static let quasiCash: [UInt16] = [4829, 6012, 6051, 6211, 6540, 7995]

  /// Ranges in which the card schemes give each company a code of its own.
  private static let ranges: [(codes: ClosedRange<UInt16>, name: String)] = [
    (3000...3350, "Airlines"), (3351...3500, "Car rental"), (3501...3999, "Lodging"),
  ]

  private struct Row: Sendable {
    let category: MCC
    let name: String
  }

  private static let rows: [Row] = TableText.rows(table, columnCount: 2).map { columns in
    Row(category: MCC(listed: TableText.number(columns[0])), name: columns[1])
  }

  private static let index = CodeIndex(rows.map(\.category.code), codeMax: 9999)
}

extension MCC: Vacant {
  @inlinable public static var vacant: MCC { MCC(listed: .max) }
  @inlinable public var isVacant: Bool { code == .max }
}
