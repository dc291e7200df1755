import CardCore

/// The cards of a block until they are tokenised; overwritten when they are given up.
struct BlockCards: ~Copyable, Sendable {
  private var pans: [PAN] = []
  private var panRows: [Int32] = []
  /// The cards that are no PANs, one after the other, with each one's row and end.
  private var others: [UInt8] = []
  private var otherEnds: [OtherEnd] = []
  private var tokens: [CardToken] = []

  private struct OtherEnd: Sendable, BitwiseCopyable {
    var row: Int32
    var end: Int
  }

  mutating func reserve(_ count: Int) {
    pans.reserveCapacity(count)
    panRows.reserveCapacity(count)
    tokens.reserveCapacity(count)
  }

  @inline(__always)
  mutating func append(_ pan: PAN, row: Int) {
    pans.append(pan)
    panRows.append(Int32(truncatingIfNeeded: row))
  }

  mutating func append(other: Span<UInt8>, row: Int) {
    others.append(copying: other)
    otherEnds.append(OtherEnd(row: Int32(truncatingIfNeeded: row), end: others.count))
  }

  /// Puts each card's token into its row.
  mutating func tokenize(by tokenizer: some PANTokenizer, into rows: inout [Transaction]) {
    var tokens: [CardToken] = []
    swap(&tokens, &self.tokens)
    defer { swap(&tokens, &self.tokens) }
    tokens.removeAll(keepingCapacity: true)
    tokens.append(contentsOf: repeatElement(.none, count: pans.count))
    var span = tokens.mutableSpan
    tokenizer.tokenize(pans.span, into: &span)
    for index in panRows.indices { rows[Int(panRows[index])].card = tokens[index] }
    var start = 0
    for other in otherEnds {
      let value = others.span.extracting(start..<other.end)
      rows[Int(other.row)].card = tokenizer.tokenizeOther(value)
      start = other.end
    }
  }

  mutating func removeAll() {
    overwrite()
    pans.removeAll(keepingCapacity: true)
    panRows.removeAll(keepingCapacity: true)
    others.removeAll(keepingCapacity: true)
    otherEnds.removeAll(keepingCapacity: true)
  }

  consuming func wipe() { overwrite() }

  private mutating func overwrite() {
    guard let blank = PAN("0") else { return }
    for index in pans.indices { pans[index] = blank }
    for index in others.indices { others[index] = 0 }
  }
}
