import Testing

@testable import ISO8583

struct DataElementTests {
  @Test(arguments: [MessageSpec.Edition.iso1987, .iso1993, .iso2003])
  func `has every element from 1 to 128 and no other`(edition: MessageSpec.Edition) {
    #expect(DataElementTable.rows(edition).keys.sorted() == Array(1...128))
  }

  @Test func `prints its number and its name`() {
    #expect("\(DataElement.responseCode)" == "DE 39 (response code)")
    #expect("\(DataElement.pan)" == "DE 2 (primary account number)")
    #expect("\(DataElement(rawValue: 150))" == "DE 150")
  }

  @Test func `is called as each edition calls it`() {
    #expect(DataElement.responseCode.name(in: .iso1987) == "response code")
    #expect(DataElement.responseCode.name(in: .byMessage) == "response code")
    #expect(DataElement.responseCode.name(in: .iso1993) == "action code")
    #expect(DataElement.responseCode.name(in: .iso2003) == "action code")
    #expect(DataElement.merchantCategoryCode.name(in: .iso2003) == "merchant category code")
    #expect(DataElement(rawValue: 0).name(in: .iso1987) == "undefined")
    #expect(DataElement(rawValue: 129).name(in: .iso2003) == "undefined")
  }

  /// Formats that the public specs agree on: packagers of jPOS, moov-io/iso8583, pyiso8583.
  @Test(
    arguments: [
      (2, "n1..19"), (3, "n6"), (4, "n12"), (7, "n10"), (11, "n6"), (28, "x+n8"), (35, "z..37"),
      (37, "an12"), (39, "an2"), (43, "ans40"), (52, "b8"), (90, "n42"), (97, "x+n16"),
      (102, "ans..28"), (128, "b8"),
    ])
  func `has the format of 1987`(number: Int, format: String) {
    #expect(DataElementTable.rows(.iso1987)[number]?.format == ElementFormat(format))
  }

  @Test func `every name has one in French, and no other`() {
    let editions: [MessageSpec.Edition] = [.iso1987, .iso1993, .iso2003]
    let names = Set(editions.flatMap { DataElementTable.rows($0).values.map(\.name) })
    #expect(Set(DataElementTable.frenchNames.keys).isSubset(of: names))
    for name in names { #expect(DataElementTable.frenchNames[name] != nil, "\(name)") }
    #expect(DataElement.responseCode.frenchName(in: .iso1987) == "code réponse")
    #expect(DataElement(rawValue: 191).frenchName(in: .iso1987) == "indéfini")
  }

  @Test(
    arguments: [
      (12, "n12", "n14"), (22, "an12", "b16"), (30, "n24", "n32"), (39, "n3", "n4"),
      (43, "ans..99", "b....9999"), (55, "b...255", "b....9999"), (56, "n..35", "n..41"),
      (11, "n6", "n12"), (97, "x+n16", "x+n20"),
    ])
  func `has the formats of 1993 and 2003`(number: Int, format1993: String, format2003: String) {
    #expect(DataElementTable.rows(.iso1993)[number]?.format == ElementFormat(format1993))
    #expect(DataElementTable.rows(.iso2003)[number]?.format == ElementFormat(format2003))
  }
}
