import CardCore
import Testing

struct ResponseCodeTests {
  @Test(arguments: ResponseCode.Dialect.allCases)
  func `each dialect lists its codes once, in order, in both languages`(
    dialect: ResponseCode.Dialect
  ) {
    let codes = ResponseCode.all(in: dialect)
    #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 < $1 })
    let length = [.iso1993: 3, .iso2003: 4][dialect] ?? 2
    for code in codes {
      #expect(code.text.utf8.count == length)
      #expect(code.isListed(in: dialect))
      #expect(code.englishText(in: dialect)?.isEmpty == false)
      #expect(code.frenchText(in: dialect)?.isEmpty == false)
      #expect(!(code.isApproved(in: dialect) && code.asksForPickUp(in: dialect)))
    }
  }

  @Test(
    arguments: [
      (.iso1987, ["00", "08", "10", "11", "16"]), (.cb, ["00", "08"]),
      (.iso1993, ["000", "001", "002", "003", "004", "005", "006", "007"]),
      (.iso2003, ["0000", "0001", "0002", "0003", "0004"]),
      (.visaMastercard, ["00", "08", "10", "11", "16", "85"]),
    ] as [(ResponseCode.Dialect, [String])])
  func `only these approve`(dialect: ResponseCode.Dialect, texts: [String]) {
    #expect(texts == listed(in: dialect) { $0.isApproved(in: dialect) })
  }

  @Test(
    arguments: [
      (.iso1987, ["04", "07", "33", "34", "35", "36", "37", "38", "41", "43", "67"]),
      (.cb, ["04", "07", "34", "41", "43"]), (.iso1993, (200...210).map(String.init)),
      (.iso2003, (2000...2010).map(String.init)),
      (.visaMastercard, ["04", "07", "33", "34", "35", "36", "37", "38", "41", "43", "67"]),
    ] as [(ResponseCode.Dialect, [String])])
  func `only these ask for the card`(dialect: ResponseCode.Dialect, texts: [String]) {
    #expect(texts == listed(in: dialect) { $0.asksForPickUp(in: dialect) })
  }

  @Test(
    arguments: [
      (.iso1987, ["00", "26"]), (.cb, ["00", "26", "76"]), (.iso1993, ["300", "303", "308"]),
      (.iso2003, ["3000", "3003", "3008"]), (.visaMastercard, ["00", "26"]),
    ] as [(ResponseCode.Dialect, [String])])
  func `only these let a file action succeed`(dialect: ResponseCode.Dialect, texts: [String]) {
    #expect(texts == listed(in: dialect) { $0.isFileActionSuccess(in: dialect) })
  }

  /// The issuer's decisions in their order: 1987 and CB, 1993, 2003, and whether they ask for the
  /// card. Codes that ISO 8583:1987 leaves to networks stand in the next table.
  private static let decisions: [(code1987: String, code1993: String, code2003: String, Bool)] = [
    ("14", "111", "1011", false), ("14", "118", "1018", false), ("43", "209", "2009", true),
    ("41", "208", "2008", true), ("34", "202", "2002", true), ("59", "102", "1002", false),
    ("04", "200", "2000", true), ("05", "100", "1000", false), ("05", "100", "1035", false),
    ("54", "101", "1001", false), ("62", "104", "1004", false), ("57", "119", "1019", false),
    ("57", "125", "1025", false), ("75", "106", "1006", false), ("55", "117", "1017", false),
    ("05", "100", "1045", false), ("05", "122", "1022", false), ("61", "121", "1021", false),
    ("65", "123", "1023", false), ("51", "116", "1016", false), ("00", "000", "0000", false),
  ]

  @Test func `every decision of an issuer has its code in every dialect`() {
    for (code1987, code1993, code2003, asksForPickUp) in Self.decisions {
      for (text, dialect) in [
        (code1987, .iso1987), (code1987, .cb), (code1987, .visaMastercard), (code1993, .iso1993),
        (code2003, .iso2003),
      ] as [(String, ResponseCode.Dialect)] {
        let code = ResponseCode(text)
        #expect(code?.isListed(in: dialect) == true, "\(text) in \(dialect)")
        #expect(code?.asksForPickUp(in: dialect) == asksForPickUp, "\(text) in \(dialect)")
        #expect(code?.isApproved(in: dialect) == (text.allSatisfy { $0 == "0" }))
      }
    }
  }

  @Test(
    arguments: [
      (.cb, ["56", "80", "81", "82", "83"]), (.visaMastercard, ["46", "78"]),
    ] as [(ResponseCode.Dialect, [String])])
  func `what a network decides in its own way has its code there only`(
    dialect: ResponseCode.Dialect, texts: [String]
  ) {
    for code in texts.compactMap({ ResponseCode($0) }) {
      #expect(code.isListed(in: dialect))
      #expect(!code.isApproved(in: dialect))
      if code.text != "56" { #expect(!code.isListed(in: .iso1987)) }
    }
  }

  @Test func `the same code means what its dialect says`() {
    let code = ResponseCode("38")
    #expect(code?.englishText(in: .iso1987) == "PIN tries exceeded, pick up")
    #expect(code?.englishText(in: .cb) == "Expired card")
    #expect(ResponseCode("43")?.frenchText(in: .cb) == "Carte volée")
    #expect(ResponseCode("85")?.isListed(in: .iso1987) == false)
    #expect(ResponseCode("00")?.isApproved(in: .iso1993) == false)
    #expect(ResponseCode("000")?.isApproved(in: .iso1987) == false)
  }

  @Test func `is one to four letters or digits`() {
    for text in ["0", "00", "N7", "116", "0000", "a1Z9"] {
      #expect(ResponseCode(text)?.text == text)
    }
    for text in ["", "00000", " 0", "0 ", "0-", "é", "0\u{0}", "０"] {
      #expect(ResponseCode(text) == nil)
    }
    #expect(MemoryLayout<ResponseCode>.size == 4)
  }

  private func listed(
    in dialect: ResponseCode.Dialect, where isWanted: (ResponseCode) -> Bool
  ) -> [String] {
    ResponseCode.all(in: dialect).filter(isWanted).map(\.text)
  }
}
