/// A country by its numeric code of ISO 3166-1, as messages carry it (DE 19).
///
/// Any code of three digits can be held, for messages carry codes that no table knows; what the
/// table does not say is nil.
public struct Country: Hashable, Sendable, BitwiseCopyable {
  /// The numeric code, 0 to 999.
  public let numeric: UInt16

  /// A point on the Earth.
  public struct Place: Hashable, Sendable, BitwiseCopyable {
    /// Degrees north of the equator, -90 to 90.
    public let latitude: Double
    /// Degrees east of Greenwich, -180 to 180.
    public let longitude: Double

    /// Makes a place; nil unless both are in their range.
    public init?(latitude: Double, longitude: Double) {
      guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
      self.latitude = latitude
      self.longitude = longitude
    }
  }

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

  /// Finds a country by its code of two or three letters, such as `FR` or `FRA`; nil if the table
  /// has none.
  public init?(alphabetic: some StringProtocol) {
    guard let position = Self.positions[String(alphabetic)] else { return nil }
    self = Self.rows[position].country
  }

  @usableFromInline
  init(listed numeric: UInt16) {
    self.numeric = numeric
  }

  /// France, 250.
  public static let france = Country(listed: 250)

  /// Whether the table knows the code.
  public var isListed: Bool { Self.index[numeric] != nil }

  /// The code of two letters.
  public var alpha2: String? { row?.alpha2 }

  /// The code of three letters.
  public var alpha3: String? { row?.alpha3 }

  /// The English short name.
  public var englishName: String? { row?.englishName }

  /// The French short name.
  public var frenchName: String? { row?.frenchName }

  /// The middle of the country's main part, to about a degree.
  public var centroid: Place? { row?.centroid }

  /// The numeric code as messages write it, in three digits.
  public var digits: String { DecimalText.padded(numeric, count: 3) }

  /// Every listed country, by ascending numeric code.
  public static var all: [Country] { rows.map(\.country) }
}

extension Country: CustomStringConvertible {
  /// The code of two letters, or the numeric one where the table has none.
  public var description: String { alpha2 ?? digits }
}

extension Country {
  private struct Row: Sendable {
    let country: Country
    let alpha2: String
    let alpha3: String
    let centroid: Place
    let englishName: String
    let frenchName: String
  }

  private static let rows: [Row] = TableText.rows(table, columnCount: 7).map { columns in
    guard let latitude = Double(columns[3]), let longitude = Double(columns[4]),
      let centroid = Place(latitude: latitude, longitude: longitude)
    else { preconditionFailure("a centroid is a place on the Earth") }
    return Row(
      country: Country(listed: TableText.number(columns[0])), alpha2: columns[1],
      alpha3: columns[2], centroid: centroid, englishName: columns[5], frenchName: columns[6])
  }

  private static let index = CodeIndex(rows.map(\.country.numeric), codeMax: 999)

  private static let positions: [String: Int] = Dictionary(
    uniqueKeysWithValues: rows.enumerated().flatMap { [($1.alpha2, $0), ($1.alpha3, $0)] })

  private var row: Row? { Self.index[numeric].map { Self.rows[$0] } }
}

extension Country: Vacant {
  @inlinable public static var vacant: Country { Country(listed: .max) }
  @inlinable public var isVacant: Bool { numeric == .max }
}
