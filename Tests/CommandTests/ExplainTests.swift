import TestSupport
import Testing

@Suite struct ExplainTests {
  @Test func `explains a code in every list that has it`() async throws {
    let run = try await monetique("explain", "91")
    #expect(
      run.text == """
        91  response code  Issuer or switch inoperative (ISO 8583:1987)
        91  response code  Issuer inaccessible (CB)
        91  response code  Issuer or switch inoperative (Visa and Mastercard)
        91  chip data tag  issuer authentication data

        """)
  }

  @Test func `explains every sort of code`() async throws {
    let run = try await monetique(
      "explain", "0110", "DE", "39", "9f26", "5411", "EUR", "FR", "exit", "65", "tagMalformed")
    #expect(run.status == 0)
    #expect(
      run.text == """
        0110          message type       authorization answer
        DE 39         data element       response code (1987)
        DE 39         data element       action code (1993, 2003)
        9F26          chip data tag      application cryptogram
        5411          merchant category  Groceries and supermarkets
        EUR           currency           EUR 978, Euro, 2 decimals
        FR            country            FR 250, France
        65            exit code          the data are wrong: nothing could be read, or a message \
        is not of its spec
        tagMalformed  parse error        not a tag

        """)
  }

  @Test func `names data elements in French`() async throws {
    let told = try await monetique("explain", "--lang", "fr", "DE", "39")
    #expect(told.text.contains("DE 39  champ  code réponse (1987)\n"))
    let sample = Sample.answers
    let decoded = try await monetique(
      "iso", "decode", "--spec", sample.spec, "--lang", "fr", "--element", "4", sample.path)
    #expect(decoded.text.hasPrefix("  4  montant de la transaction  000000009999  (99.99 EUR)\n"))
  }

  @Test func `speaks French when told, or when the locale does`() async throws {
    let told = try await monetique("explain", "--lang", "fr", "0100")
    let locale = try await monetique("explain", "0100", environment: ["LC_ALL": "fr_FR.UTF-8"])
    #expect(told.text == "0100  type de message  demande, autorisation, réponse 0110\n")
    #expect(locale.text == told.text)
  }

  @Test func `the language changes no machine output of other commands`() async throws {
    let arguments = ["iso", "decode", "--json", "--spec", Sample.answers.spec, Sample.answers.path]
    let english = try await run("monetique", arguments)
    let french = try await run("monetique", arguments, environment: ["LC_ALL": "fr_FR.UTF-8"])
    #expect(english.text == french.text)
  }

  @Test func `answers in JSON`() async throws {
    let run = try await monetique("explain", "--json", "mcc", "5411")
    #expect(
      run.text
        == #"{"schema":"monetique-explanation/1","explanations":[{"code":"5411","kind":"category","#
        + #""text":"Groceries and supermarkets"}]}"# + "\n")
  }

  @Test func `an unknown code is answered with the nearest`() async throws {
    let run = try await monetique("explain", "lengthOverMaximun")
    #expect(run.status == 64)
    #expect(
      run.errorText == """
        error: nothing is known of lengthOverMaximun
        hint: did you mean lengthOverMaximum?

        """)
  }
}
