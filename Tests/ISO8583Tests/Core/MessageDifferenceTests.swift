import CardCore
import ISO8583
import Testing

@Suite struct MessageDifferenceTests {
  private func message(_ values: [(DataElement, String)]) throws -> Message {
    let parser = try #require(MessageParser.builtIn(named: "iso8583-1987-ascii"))
    var message = try Message(mti: "0100", using: parser)
    for (element, text) in values { try message.set(element, to: .text(text)) }
    return message
  }

  @Test func `the same message differs in nothing`() throws {
    let one = try message([(.stan, "000123"), (.transactionAmount, "000000001000")])
    #expect(one.differences(from: one).isEmpty)
  }

  @Test func `values changed, missing and added are told in the order of elements`() throws {
    let one = try message([(.stan, "000123"), (.transactionAmount, "000000001000")])
    let two = try message([
      (.transactionAmount, "000000002000"), (.processingCode, "000000"), (.stan, "000123"),
    ])
    let differences = one.differences(from: two)
    #expect(differences.map(\.path) == ["3", "4"])
    #expect(differences.map(\.before?.text) == [nil, "000000001000"])
    #expect(differences.map(\.after?.text) == ["000000", "000000002000"])
    #expect(two.differences(from: one).map(\.after?.text) == [nil, "000000001000"])
  }

  @Test func `card numbers differ without being shown`() throws {
    let one = try message([(.pan, "4242424242424242")])
    let two = try message([(.pan, "4242420000004242")])
    let difference = try #require(one.differences(from: two).first)
    #expect(difference.isHidden)
    #expect(difference.before?.text == "424242******4242")
    let open = try #require(one.differences(from: two, options: .inFull).first)
    #expect(!open.isHidden)
  }

  @Test func `the MTI is compared`() throws {
    let one = try message([(.stan, "000123")])
    var two = one
    try two.setMTI("0110")
    #expect(one.differences(from: two).map(\.path) == ["mti"])
  }
}
