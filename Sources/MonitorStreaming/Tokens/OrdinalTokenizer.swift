public import CardCore

/// Numbers the cards of a run from 1 in the order in which they are first seen, for a run without a
/// token key.
///
/// It holds no PAN: cards are told apart by their tokens under a key that `inner` has for this run
/// only. Numbers are the same in every run over the same log; the key is not.
public final class OrdinalTokenizer<Inner: PANTokenizer>: PANTokenizer {
  private let inner: Inner
  private var ordinals = OrdinalTable()

  public init(_ inner: Inner) { self.inner = inner }

  /// Empty: the numbers belong to no key.
  public var checkValue: String { "" }

  public func tokenize(_ pans: Span<PAN>, into tokens: inout MutableSpan<CardToken>) {
    inner.tokenize(pans, into: &tokens)
    for index in pans.indices { tokens[index] = ordinal(of: tokens[index]) }
  }

  public func tokenizeOther(_ value: Span<UInt8>) -> CardToken {
    ordinal(of: inner.tokenizeOther(value))
  }

  private func ordinal(of token: CardToken) -> CardToken {
    CardToken(high: 0, low: ordinals.number(of: token))
  }
}

/// Numbers tokens from 1 as they come: open addressing over one flat array.
struct OrdinalTable: Sendable {
  private var tokens: [CardToken] = Array(repeating: .none, count: 1 << 10)
  private var numbers: [UInt32] = Array(repeating: 0, count: 1 << 10)
  private(set) var count: UInt32 = 0

  mutating func number(of token: CardToken) -> UInt64 {
    if 2 * Int(count) >= tokens.count { grow() }
    let slot = slot(of: token)
    if numbers[slot] == 0 {
      count += 1
      tokens[slot] = token
      numbers[slot] = count
    }
    return UInt64(numbers[slot])
  }

  /// The place of a token, or the free one where it would go. Tokens are as good as random.
  private func slot(of token: CardToken) -> Int {
    let mask = tokens.count - 1
    var slot = Int(truncatingIfNeeded: token.low) & mask
    while numbers[slot] != 0, tokens[slot] != token { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldTokens, oldNumbers) = (tokens, numbers)
    tokens = Array(repeating: .none, count: 2 * tokens.count)
    numbers = Array(repeating: 0, count: tokens.count)
    for index in oldTokens.indices where oldNumbers[index] != 0 {
      let slot = slot(of: oldTokens[index])
      tokens[slot] = oldTokens[index]
      numbers[slot] = oldNumbers[index]
    }
  }
}
