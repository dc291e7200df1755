import CardCore
import Testing

struct CodeTableTests {
  @Test func `currencies stand once each, in order`() {
    let codes = Currency.all.map(\.numeric)
    #expect(codes.count > 170)
    #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Set(Currency.all.map(\.alphabetic)).count == codes.count)
    for currency in Currency.all {
      #expect(currency.alphabetic?.utf8.count == 3)
      #expect(currency.name?.isEmpty == false)
      #expect(currency.alphabetic.flatMap { Currency(alphabetic: $0) } == currency)
      #expect(currency.exponent.map { (0...4).contains($0) } ?? true)
    }
  }

  /// ISO 4217, list one.
  @Test(
    arguments: [
      (978, "EUR", 2, "Euro"), (392, "JPY", 0, "Yen"), (414, "KWD", 3, "Kuwaiti Dinar"),
      (840, "USD", 2, "US Dollar"), (8, "ALL", 2, "Lek"), (990, "CLF", 4, "Unidad de Fomento"),
      (953, "XPF", 0, "CFP Franc"), (959, "XAU", nil, "Gold"), (999, "XXX", nil, nil),
    ] as [(Int, String, Int?, String?)])
  func `currencies are those of ISO 4217`(
    numeric: Int, alphabetic: String, exponent: Int?, name: String?
  ) {
    let currency = Currency(numeric: numeric)
    #expect(currency?.alphabetic == alphabetic)
    #expect(currency?.exponent == exponent)
    #expect(currency?.description == alphabetic)
    #expect(currency?.isListed == true)
    if let name { #expect(currency?.name == name) }
  }

  @Test func `a currency that no table knows keeps its number`() {
    let currency = Currency(numeric: 7)
    #expect(currency?.isListed == false)
    #expect(currency?.alphabetic == nil)
    #expect(currency?.description == "007")
    #expect(Currency(numeric: 1000) == nil)
    #expect(Currency(numeric: -1) == nil)
    #expect(Currency(alphabetic: "eur") == nil)
    #expect(Currency.euro.alphabetic == "EUR")
  }

  @Test func `countries stand once each, in order`() {
    let codes = Country.all.map(\.numeric)
    #expect(codes.count == 249)
    #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Set(Country.all.map(\.alpha2)).count == 249)
    #expect(Set(Country.all.map(\.alpha3)).count == 249)
    #expect(Set(Country.all.map(\.centroid)).count == 249)
    for country in Country.all {
      #expect(country.alpha2.flatMap { Country(alphabetic: $0) } == country)
      #expect(country.alpha3.flatMap { Country(alphabetic: $0) } == country)
      #expect(country.englishName?.isEmpty == false)
      #expect(country.frenchName?.isEmpty == false)
    }
  }

  /// ISO 3166-1; the middles to five degrees, from any atlas.
  @Test(
    arguments: [
      (250, "FR", "FRA", "France", "France", 46, 2),
      (276, "DE", "DEU", "Germany", "Allemagne", 51, 10),
      (840, "US", "USA", "United States", "États-Unis", 39, -98),
      (826, "GB", "GBR", "United Kingdom", "Royaume-Uni", 54, -2),
      (36, "AU", "AUS", "Australia", "Australie", -25, 134),
      (4, "AF", "AFG", "Afghanistan", "Afghanistan", 33, 65),
      (894, "ZM", "ZMB", "Zambia", "Zambie", -15, 30),
      (638, "RE", "REU", "Réunion", "La Réunion", -21, 55),
    ] as [(Int, String, String, String, String, Double, Double)])
  func `countries are those of ISO 3166`(
    numeric: Int, alpha2: String, alpha3: String, english: String, french: String,
    latitude: Double, longitude: Double
  ) throws {
    let country = try #require(Country(numeric: numeric))
    #expect(country.alpha2 == alpha2)
    #expect(country.alpha3 == alpha3)
    #expect(country.englishName == english)
    #expect(country.frenchName == french)
    let place = try #require(country.centroid)
    #expect(abs(place.latitude - latitude) < 5)
    #expect(abs(place.longitude - longitude) < 5)
  }

  @Test func `a place lies on the Earth`() {
    #expect(Country.Place(latitude: 90.1, longitude: 0) == nil)
    #expect(Country.Place(latitude: 0, longitude: -180.1) == nil)
    #expect(Country.Place(latitude: .nan, longitude: 0) == nil)
    #expect(Country(numeric: 1)?.centroid == nil)
    #expect(Country.france.alpha2 == "FR")
  }

  @Test func `categories stand once each, in order`() {
    let codes = MCC.all.map(\.code)
    #expect(codes.count > 280)
    #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 })
    #expect(MCC.all.allSatisfy { $0.name?.isEmpty == false })
  }

  /// ISO 18245 and, for 3000 to 3999, the ranges of the card schemes.
  @Test(
    arguments: [
      ("0742", "Veterinary services"), ("5411", "Groceries and supermarkets"),
      ("5812", "Eating places and restaurants"), ("6211", "Securities: brokers and dealers"),
      ("3000", "Airlines"), ("3350", "Airlines"), ("3351", "Car rental"), ("3501", "Lodging"),
      ("3999", "Lodging"), ("2999", nil), ("0000", nil), ("9999", nil),
    ] as [(String, String?)])
  func `categories are those of ISO 18245`(digits: String, name: String?) {
    #expect(MCC(digits)?.name == name)
    #expect(MCC(digits)?.description == digits)
  }

  @Test func `quasi-cash and securities are six categories`() {
    let codes = (0...9999).compactMap { MCC($0) }.filter(\.isQuasiCash).map(\.code)
    #expect(codes == [4829, 6012, 6051, 6211, 6540, 7995])
    #expect(codes.allSatisfy { MCC(Int($0))?.name != nil })
  }

  @Test func `codes are read from digits only, and all of them`() {
    #expect(Currency(digits: span("978").span) == .euro)
    #expect(Country(digits: span("004").span)?.alpha2 == "AF")
    #expect(MCC(digits: span("0742").span)?.code == 742)
    for text in ["", "97", "9780", "97A", "97:", "97/", "+97", "９"] {
      #expect(Currency(digits: span(text).span) == nil)
      #expect(Country(digits: span(text).span) == nil)
    }
    #expect(MCC("742") == nil)
    #expect(MCC("-742") == nil)
    #expect(MCC(10_000) == nil)
    #expect(Currency(numeric: 8)?.digits == "008")
  }

  private func span(_ text: String) -> [UInt8] { Array(text.utf8) }
}
