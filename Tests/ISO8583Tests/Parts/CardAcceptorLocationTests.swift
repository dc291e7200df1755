import CardCore
import ISO8583
import Testing

struct CardAcceptorLocationTests {
  // From a public test of cardutil, which takes it apart by a regular expression.
  private static let clearing = #"BIG BOBS\80 KERNDALE ST\DANERLEY\3103      VICAUS"#

  @Test func `cuts the form of clearing files at its backslashes`() throws {
    let location = try #require(CardAcceptorLocation(Self.clearing))
    #expect(location.layout == .delimited)
    #expect(location.name == "BIG BOBS")
    #expect(location.street == "80 KERNDALE ST")
    #expect(location.city == "DANERLEY")
    #expect(location.postcode == "3103")
    #expect(location.region == "VIC")
    #expect(location.countryCode == "AUS")
    #expect(location.country?.numeric == 36)
    #expect(location.text == Self.clearing)
  }

  @Test(
    arguments: [
      ("ACME STORE 0042        PARIS        75FR", .nameCityRegionCountry, "PARIS", "75", "FR"),
      ("ACME STORE 0042 LIMITED  LONDON       GB", .nameCityCountry, "LONDON", "", "GB"),
      ("ACME STORE 0042        BERLIN        DEU", .nameCityLongCountry, "BERLIN", "", "DEU"),
    ] as [(String, CardAcceptorLocation.Layout, String, String, String)])
  func `tells the forms of forty characters apart`(
    text: String, layout: CardAcceptorLocation.Layout, city: String, region: String,
    country: String
  ) throws {
    let location = try #require(CardAcceptorLocation(text))
    #expect(location.layout == layout)
    #expect(location.name.hasPrefix("ACME STORE 0042"))
    #expect(location.city == city)
    #expect(location.region == region)
    #expect(location.countryCode == country)
    #expect(location.text == text)
  }

  @Test func `takes the layout that it is told`() throws {
    let text = "ACME STORE 0042        PARIS        75FR"
    let location = try #require(CardAcceptorLocation(text, layout: .nameCityCountry))
    #expect(location.name == "ACME STORE 0042        PA")
    #expect(location.countryCode == "FR")
    #expect(location.text == text)
  }

  @Test func `refuses a text without the layout`() {
    #expect(CardAcceptorLocation("") == nil)
    #expect(CardAcceptorLocation("ACME") == nil)
    #expect(CardAcceptorLocation(#"A\B\C"#) == nil)
    #expect(CardAcceptorLocation(#"A\B\C\75001     IDFFR"#) == nil)
    #expect(CardAcceptorLocation(Self.clearing, layout: .nameCityCountry) == nil)
  }

  @Test func `does not write a part that is too long for its place`() {
    let location = CardAcceptorLocation(
      name: String(repeating: "A", count: 26), city: "PARIS", countryCode: "FR",
      layout: .nameCityCountry)
    #expect(location.text == nil)
  }

  @Test func `counts characters, not bytes`() throws {
    let text = #"CAFÉ\1 RUE DE L'ÉTÉ\ORLÉANS\45000     CENFRA"#
    let location = try #require(CardAcceptorLocation(text))
    #expect(location.city == "ORLÉANS")
    #expect(location.text == text)
  }
}
