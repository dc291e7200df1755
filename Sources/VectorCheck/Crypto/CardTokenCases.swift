public import CardCore
@_spi(Testing) import PaymentCrypto

/// The known answer of card tokens, schema `monetique-card-token/1`: PANs and other values under
/// one key.
public struct CardTokenCases: VectorSuite {
  public let name = "monetique-card-token/1"

  public init() {}

  public func recognizes(_ document: JSONValue) -> Bool { document["schema"]?.string == name }

  public func run(
    _ document: JSONValue, operation prefix: String
  ) throws(VectorFileError) -> [VectorOutcome] {
    let operation = "card.token"
    guard operation.hasPrefix(prefix) else { return [] }
    let tokenizer = try Self.tokenizer(document)
    var outcomes: [VectorOutcome] = []
    for (kind, name) in [("pan", "pans"), ("value", "others")] {
      guard let items = document[name]?.array else {
        throw VectorFileError(.malformed(path: name, expected: "an array"))
      }
      for (index, item) in items.enumerated() {
        outcomes.append(
          VectorOutcome(
            id: "\(name) \(index)", operation: operation,
            Self.verdict(on: item, kind: kind, tokenizer)))
      }
    }
    return outcomes
  }

  private static func tokenizer(
    _ document: JSONValue
  ) throws(VectorFileError) -> AESPANTokenizer {
    guard let bytes = document["key"]?.string.flatMap(Hexadecimal.bytes),
      let key = try? Key<Usage.PANTokenization>(clear: bytes.span, .aes256),
      let tokenizer = try? AESPANTokenizer(key: key)
    else { throw VectorFileError(.malformed(path: "key", expected: "32 bytes in hexadecimal")) }
    guard tokenizer.checkValue == document["checkValue"]?.string else {
      throw VectorFileError(.malformed(path: "checkValue", expected: "that of the key"))
    }
    return tokenizer
  }

  private static func verdict(
    on item: JSONValue, kind: String, _ tokenizer: AESPANTokenizer
  ) -> VectorOutcome.Verdict {
    guard let text = item[kind]?.string, let expected = item["token"]?.string else {
      return .failed(expected: "\(kind) and token", got: "another form")
    }
    let token: CardToken
    if kind == "pan" {
      guard let pan = PAN(text) else {
        return .failed(expected: "a PAN", got: "another text")
      }
      var tokens = [CardToken.none]
      var span = tokens.mutableSpan
      let pans = [pan]
      tokenizer.tokenize(pans.span, into: &span)
      token = tokens[0]
    } else {
      let value = Array(text.utf8)
      token = tokenizer.tokenizeOther(value.span)
    }
    return token.hex == expected
      ? .passed : .failed(expected: "token \(expected)", got: "token \(token.hex)")
  }
}
