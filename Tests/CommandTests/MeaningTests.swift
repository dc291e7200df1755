import Foundation
import TestSupport
import Testing

/// What the table says in parentheses behind a value.
@Suite struct MeaningTests {
  @Test func `says what the parts of a reversal of 1987 are`() async throws {
    let lines = try await decoded(
      "iso8583-1987-ascii", mti: "0400",
      """
      "3":"401020","4":"000000009999","14":"3012","22":"051","28":"D00000100",
      "43":"ACME STORE 0042          PARIS        FR","49":"978",
      "54":"1002978C0000000123450040978D000000002000",
      "90":"010012345608221910490001234567800000000000"
      """)
    #expect(
      lines == [
        "transfer between the holder's accounts, from savings account to cheque account",
        "99.99 EUR", "12/30", "chip, PIN can be entered", "-1.00 EUR",
        "ACME STORE 0042, PARIS, France", "EUR",
        "available balance, savings account: +123.45 EUR; cash, default account: -20.00 EUR",
        "0100, STAN 123456, 08-22 19:10:49, acquirer 00012345678",
      ])
  }

  @Test func `says what the parts of a message of 1993 are, in French where tables are`()
    async throws
  {
    let lines = try await decoded(
      "iso8583-1993-ascii", mti: "1420",
      #"""
      "19":"250","22":"510101511344","43":"BIG BOBS\\80 KERNDALE ST\\DANERLEY\\3103      VICAUS",
      "48":"0001001Y0023003CT6","56":"01001234562608221910490812345678"
      """#, "--lang", "fr")
    #expect(
      lines == [
        "France", "chip, card present", "BIG BOBS, DANERLEY, Australie", "PDS 0001, 0023",
        "0100, STAN 123456, 26-08-22 19:10:49, acquéreur 12345678",
      ])
  }

  @Test func `reads the bits of DE 22 and the currency of DE 4 in 2003`() async throws {
    let spec = """
      {"edition":"2003","mti":{"len":"fixed","max":4,"unit":"byte","enc":"ascii"},
       "bitmap":{"enc":"binary","chunk":8},"fields":{
       "4":{"unit":"byte","enc":"ascii","len":"fixed","max":16},
       "22":{"unit":"byte","enc":"binary","len":"fixed","max":16}}}
      """
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "spec.json")
    try spec.write(to: file, atomically: false, encoding: .utf8)
    let lines = try await decoded(
      file.path(percentEncoded: false), mti: "2100",
      #""4":"9782000000009999","22":"22000000000000000000000000000000""#)
    #expect(lines == ["99.99 EUR", "contactless chip, card present"])
  }

  @Test func `says nothing of what is starred or not known`() async throws {
    let lines = try await decoded(
      "iso8583-1987-ascii", mti: "0100",
      #"""
      "3":"990000","14":"3013","22":"661",
      "43":"4242424242424242         PARIS        FR"
      """#)
    #expect(lines.isEmpty)
  }

  /// Writes a message with these elements, and gives what its table has in parentheses.
  private func decoded(
    _ spec: String, mti: String, _ elements: String, _ extra: String...
  ) async throws -> [String] {
    let json = #"{"schema":"monetique-message/1","mti":"\#(mti)","elements":{\#(elements)}}"#
    let written = try await monetique("iso", "encode", "--spec", spec, input: Array(json.utf8))
    #expect(written.errorText.isEmpty)
    let read = try await run(
      "monetique", ["iso", "decode", "--spec", spec] + extra, input: written.output)
    #expect(read.errorText.isEmpty)
    return read.text.split(separator: "\n").dropFirst().compactMap { line in
      guard line.hasSuffix(")"), let start = line.range(of: "  (", options: .backwards) else {
        return nil
      }
      return String(line[start.upperBound...].dropLast())
    }
  }
}
