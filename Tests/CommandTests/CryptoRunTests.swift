import CardCore
import TestSupport
import Testing

@Suite struct CryptoRunTests {
  private func run(
    _ arguments: [String], _ input: String
  ) async throws -> CommandOutcome {
    try await TestSupport.run(
      "monetique", ["crypto", "run"] + arguments, input: Array(input.utf8))
  }

  private static let cmac = #"""
    {"algorithm":"AES","key":"2B7E151628AED2A6ABF7158809CF4F3C","data":"","length":16}
    """#

  @Test func `prints the expected object of a case`() async throws {
    let outcome = try await run(["mac.cmac", "--json"], Self.cmac)
    #expect(outcome.status == 0)
    // NIST SP 800-38B, example 1 of AES-128.
    #expect(outcome.text == #"{"mac":"BB1D6929E95937287FA37D129B756746"}"# + "\n")
    let table = try await run(["mac.cmac"], Self.cmac)
    #expect(table.text == "mac: BB1D6929E95937287FA37D129B756746\n")
  }

  @Test func `reads an object over several lines`() async throws {
    let outcome = try await run(
      ["luhn.validate", "--json"], "{\n  \"pan\":\n  \"79927398713\"\n}\n")
    #expect(outcome.status == 0)
    #expect(outcome.text == "{\"valid\":true}\n")
  }

  @Test func `a refusal prints its class and ends with 65`() async throws {
    let outcome = try await run(["luhn.validate", "--json"], #"{"pan":"7992739871x"}"#)
    #expect(outcome.status == 65)
    #expect(outcome.text == #"{"error":"invalidDigits"}"# + "\n")
    #expect(outcome.errorText.isEmpty)
  }

  @Test func `an input that is missing or of another type is named`() async throws {
    let outcome = try await run(["mac.cmac", "--json"], #"{"algorithm":"AES","key":7}"#)
    #expect(outcome.status == 65)
    #expect(
      outcome.text
        == #"{"error":"malformedInputs","path":"inputs.key","expected":"a text"}"# + "\n")
    let list = try await run(["mac.cmac", "--json"], "[]")
    #expect(
      list.text == #"{"error":"malformedInputs","path":"inputs","expected":"an object"}"# + "\n")
  }

  @Test func `what is no hexadecimal is refused as the contract refuses it`() async throws {
    for (key, error) in [("2B7", "invalidKeyLength"), ("2G", "invalidDigits")] {
      let inputs = #"{"algorithm":"AES","key":"\#(key)","data":"","length":16}"#
      let outcome = try await run(["mac.cmac", "--json"], inputs)
      #expect(outcome.text == #"{"error":"\#(error)"}"# + "\n")
    }
  }

  @Test func `an operation that is not known is 64, with the nearest`() async throws {
    let outcome = try await run(["mac.cmax"], "{}")
    #expect(outcome.status == 64)
    #expect(
      outcome.errorText == "error: no operation mac.cmax\nhint: did you mean mac.cmac?\n")
    let nothing = try await run([], "{}")
    #expect(nothing.status == 64)
  }

  @Test func `a clear PIN asks for test data`() async throws {
    let inputs = #"{"pin":"1234","pan":"43219876543210987"}"#
    let refused = try await run(["pin.encode.iso0", "--json"], inputs)
    #expect(refused.status == 64)
    #expect(refused.text.isEmpty)
    #expect(refused.errorText.contains("add --test-data if it is no cardholder's"))
    let allowed = try await run(["pin.encode.iso0", "--json", "--test-data"], inputs)
    #expect(allowed.text == #"{"pinBlock":"0412AC89ABCDEF67"}"# + "\n")
  }

  @Test func `a card number in the outputs is starred unless it is test data`() async throws {
    let inputs = #"{"data":"5A084111111111111111"}"#
    let starred = try await run(["tlv.decode", "--json"], inputs)
    #expect(
      starred.text == #"{"tlv":[{"tag":"5A","value":"411111******1111"}]}"# + "\n")
    let whole = try await run(["tlv.decode", "--json", "--test-data"], inputs)
    #expect(whole.text == #"{"tlv":[{"tag":"5A","value":"4111111111111111"}]}"# + "\n")
  }

  @Test func `what is below current strength must be asked for`() async throws {
    let inputs = #"{"key":"0123456789ABCDEF","data":"4E6F772069732074","length":4}"#
    let refused = try await run(["mac.x99", "--json"], inputs)
    #expect(refused.status == 65)
    #expect(refused.text == #"{"error":"legacyNotAllowed"}"# + "\n")
    let allowed = try await run(["mac.x99", "--json", "--legacy"], inputs)
    // FIPS 81, table B1: the first block of its ECB example, of which X9.9 takes the left half.
    #expect(allowed.text == #"{"mac":"3FA40E8A"}"# + "\n")
  }

  @Test(arguments: ["json", "ndjson"])
  func `answers each line with a line`(format: String) async throws {
    let lines = """
      {"pan":"79927398713"}

      {"pan":"x"}
      {"pan":
      {"pan":"79927398710"}
      """
    let outcome = try await run(["luhn.validate", "--format", format], lines)
    #expect(outcome.status == 0)
    #expect(
      outcome.text == """
        {"valid":true}
        {"error":"invalidDigits"}
        {"error":"notJSON"}
        {"valid":false}

        """)
  }

  @Test func `many lines come back in order`() async throws {
    let count = 3_000
    let lines = (0..<count).map { #"{"digits":"\#($0)"}"# }.joined(separator: "\n")
    let outcome = try await run(["luhn.checkDigit", "--format", "ndjson"], lines)
    let expected = (0..<count).map { number in
      let digits = Array("\(number)".utf8)
      let digit = Digits.luhnCheckDigit(for: digits.span) ?? 0
      return #"{"checkDigit":"\#(String(decoding: [digit], as: UTF8.self))"}"# + "\n"
    }
    #expect(outcome.text == expected.joined())
  }

  @Test func `what is no JSON is 65`() async throws {
    let outcome = try await run(["luhn.validate", "--json"], "pan")
    #expect(outcome.status == 65)
    #expect(outcome.errorText.contains(#""code":"notJSON""#))
  }

  @Test func `lists the operations of the contract`() async throws {
    let outcome = try await run(["--list"], "")
    let names = outcome.text.split(separator: "\n")
    #expect(names.count == 89)
    #expect(names.contains("tr31.unwrap"))
  }
}
