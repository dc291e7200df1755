import CardCore
import Testing

struct VerdictTests {
  /// The smallest implementation of each protocol: it must be possible without unsafe code.
  private struct Counter: Digest {
    static let byteCount = 1
    private var total: UInt8 = 0

    mutating func update(_ bytes: Span<UInt8>) { total &+= UInt8(truncatingIfNeeded: bytes.count) }

    mutating func finish() -> [UInt8] {
      defer { total = 0 }
      return [total]
    }
  }

  private struct BlockTokenizer: PANTokenizer {
    let checkValue = "000000"

    func tokenize(_ pans: Span<PAN>, into tokens: inout MutableSpan<CardToken>) {
      for index in pans.indices {
        tokens[index] = pans[index].withTokenBlock { CardToken(bytes: $0) ?? .none }
      }
    }

    func tokenizeOther(_ value: Span<UInt8>) -> CardToken { .none }
  }

  @Test func `a verdict that nobody set is unknown`() {
    #expect(Verdict(rawValue: 0) == .unknown)
  }

  @Test func `a digest starts anew once finished`() {
    var digest = Counter()
    digest.update([1, 2].span)
    digest.update([3].span)
    #expect(digest.finish() == [3])
    #expect(digest.finish() == [0])
  }

  @Test func `a tokenizer fills a block of tokens in place`() throws {
    let pans = [try #require(PAN("4111111111111111")), try #require(PAN("378282246310005"))]
    var tokens = [CardToken](repeating: .none, count: 2)
    var span = tokens.mutableSpan
    BlockTokenizer().tokenize(pans.span, into: &span)
    #expect(tokens[1].hex == "010F378282246310005FFFFF00000000")
  }
}
