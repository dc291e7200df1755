public import CardCore

/// DE 43, card acceptor name and location: the shop as its customer knows it.
///
/// In 1987 it has 40 characters, which networks cut in three ways; in 1993 and in clearing files it
/// is cut by backslashes. What was read is written back as it was.
public struct CardAcceptorLocation: Hashable, Sendable {
  /// Without the blanks at its end, as are all parts.
  public var name: String
  /// Empty in the forms of 40 characters.
  public var street: String
  public var city: String
  /// Empty in the forms of 40 characters.
  public var postcode: String
  /// A part of a country; empty where the form has none.
  public var region: String
  /// Two or three letters, as the message has them.
  public var countryCode: String
  /// How the parts stand in the element.
  public var layout: Layout

  /// How the parts stand in the element.
  public enum Layout: Hashable, Sendable, CaseIterable {
    /// 25 name, 13 city, 2 country.
    case nameCityCountry
    /// 23 name, 13 city, 2 region, 2 country.
    case nameCityRegionCountry
    /// 22 name, a blank, 13 city, a blank, 3 country.
    case nameCityLongCountry
    /// Name, street and city, each before a backslash, then 10 postcode, 3 region, 3 country.
    case delimited
  }

  /// The characters of the forms without backslashes.
  public static let fixedCount = 40

  public init(
    name: String, street: String = "", city: String, postcode: String = "", region: String = "",
    countryCode: String, layout: Layout
  ) {
    self.name = name
    self.street = street
    self.city = city
    self.postcode = postcode
    self.region = region
    self.countryCode = countryCode
    self.layout = layout
  }

  /// Reads an element.
  ///
  /// - Parameters:
  ///   - text: The element as on the wire, padding kept.
  ///   - layout: nil to tell it from the text: a backslash, three letters of a country at the end
  ///     behind a blank, or a city that begins at character 24 rather than 26.
  /// - Returns: nil if the text does not have the layout.
  public init?(_ text: String, layout: Layout? = nil) {
    let scalars = Array(text.unicodeScalars)
    switch layout ?? Self.guess(scalars) {
    case .delimited: self.init(delimited: scalars)
    case .nameCityCountry: self.init(fixed: scalars, 25, 13, 0, 2, .nameCityCountry)
    case .nameCityRegionCountry: self.init(fixed: scalars, 23, 13, 2, 2, .nameCityRegionCountry)
    case .nameCityLongCountry: self.init(fixed: scalars, 23, 14, 0, 3, .nameCityLongCountry)
    case nil: return nil
    }
  }

  /// The country, where the table knows its letters.
  public var country: Country? { Country(alphabetic: countryCode) }

  // MARK: - Reading

  private init?(
    fixed scalars: [Unicode.Scalar], _ name: Int, _ city: Int, _ region: Int, _ country: Int,
    _ layout: Layout
  ) {
    guard scalars.count == Self.fixedCount else { return nil }
    let cityEnd = name + city
    self.init(
      name: Self.trimmed(scalars[..<name]), city: Self.trimmed(scalars[name..<cityEnd]),
      region: Self.trimmed(scalars[cityEnd..<cityEnd + region]),
      countryCode: Self.trimmed(scalars[(cityEnd + region)...]), layout: layout)
  }

  /// Three parts before a backslash each, then 16 characters.
  private init?(delimited scalars: [Unicode.Scalar]) {
    let parts = scalars.split(separator: "\\", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[3].count == 16 else { return nil }
    let start = parts[3].startIndex
    self.init(
      name: Self.trimmed(parts[0]), street: Self.trimmed(parts[1]), city: Self.trimmed(parts[2]),
      postcode: Self.trimmed(parts[3][..<(start + 10)]),
      region: Self.trimmed(parts[3][(start + 10)..<(start + 13)]),
      countryCode: Self.trimmed(parts[3][(start + 13)...]), layout: .delimited)
  }

  private static func guess(_ scalars: [Unicode.Scalar]) -> Layout? {
    if scalars.contains("\\") { return .delimited }
    guard scalars.count == fixedCount else { return nil }
    let long = String(String.UnicodeScalarView(scalars[37...]))
    if scalars[36] == " ", Country(alphabetic: long) != nil { return .nameCityLongCountry }
    // A city begins behind the blank that ends a name, wherever the form lets it begin.
    let beginsAt24 = scalars[22] == " " && scalars[23] != " "
    return beginsAt24 ? .nameCityRegionCountry : .nameCityCountry
  }

  private static func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var scalars = scalars
    while scalars.last == " " { scalars.removeLast() }
    return String(String.UnicodeScalarView(scalars))
  }

  /// The country at the end of an element, wherever the layouts put it.
  static func country(in text: Span<UInt8>, _ index: CountryIndex) -> Country? {
    let end = text.count
    guard end >= 16 else { return nil }
    let isBehindBlank = end != fixedCount || text[end - 4] == 0x20
    if isBehindBlank, let country = index.country(text, end - 3..<end) { return country }
    return index.country(text, end - 2..<end)
  }

  // MARK: - Writing

  /// The element; nil if a part is too long for its place.
  public var text: String? {
    switch layout {
    case .nameCityCountry: join([(name, 25), (city, 13), (countryCode, 2)])
    case .nameCityRegionCountry: join([(name, 23), (city, 13), (region, 2), (countryCode, 2)])
    case .nameCityLongCountry: join([(name, 23), (city, 14), (countryCode, 3)])
    case .delimited:
      join([(postcode, 10), (region, 3), (countryCode, 3)])
        .map { "\(name)\\\(street)\\\(city)\\" + $0 }
    }
  }

  private func join(_ parts: [(text: String, width: Int)]) -> String? {
    var joined = ""
    for part in parts {
      let missing = part.width - part.text.unicodeScalars.count
      guard missing >= 0 else { return nil }
      joined += part.text + String(repeating: " ", count: missing)
    }
    return joined
  }
}
