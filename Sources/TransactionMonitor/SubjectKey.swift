public import CardCore

/// Which card, terminal … a row is about: 128 bits that are equal for equal subjects of one kind,
/// in every process and every run under the same token key.
public struct SubjectKey: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let high: UInt64
  public let low: UInt64

  /// Stands for "the row names no such subject".
  public static let none = SubjectKey(high: 0, low: 0)

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The key of a row's subject: a card's token, for one.
  ///
  /// Terminals and merchants are told apart within their acquirer (DE 32), which alone makes their
  /// numbers unique.
  @inline(__always)
  public init(_ subject: Subject, of transaction: borrowing Transaction) {
    switch subject {
    case .card: self.init(high: transaction.card.high, low: transaction.card.low)
    case .terminal: self.init(terminalOf: transaction)
    case .merchant: self.init(merchantOf: transaction)
    case .bin: self.init(digitsOf: transaction, countMax: 8)
    case .acquirer: self.init(high: 0, low: transaction.acquirer?.bits ?? 0)
    case .issuer: self.init(digitsOf: transaction, countMax: 6)
    case .all: self.init(high: 0, low: 1)
    }
  }

  private init(terminalOf transaction: borrowing Transaction) {
    guard let terminal = transaction.terminal else {
      self = .none
      return
    }
    self.init(high: terminal.bits, low: transaction.acquirer?.bits ?? 0)
  }

  private init(merchantOf transaction: borrowing Transaction) {
    guard let merchant = transaction.merchant else {
      self = .none
      return
    }
    let acquirer = transaction.acquirer?.bits ?? 0
    self.init(
      high: merchant.bits.high, low: merchant.bits.low ^ Mixing.spread(acquirer))
  }

  private init(digitsOf transaction: borrowing Transaction, countMax: UInt8) {
    guard let facts = transaction.cardFacts, facts.iinDigitCount > 0 else {
      self = .none
      return
    }
    var digits = facts.iin
    var count = facts.iinDigitCount
    while count > countMax {
      digits /= 10
      count -= 1
    }
    self.init(high: 0, low: UInt64(count) &<< 32 | UInt64(digits))
  }

  public static func < (left: SubjectKey, right: SubjectKey) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  /// What index and shards go by.
  @inline(__always)
  var hash: UInt64 { Mixing.pair(high, low) }
}
