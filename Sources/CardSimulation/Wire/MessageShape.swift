/// Which elements a message has: messages of one shape have the same length, and their values stand
/// at the same places.
struct MessageShape: Hashable {
  var kind: Kind
  var entry = Entry.chip
  var hasPIN = false
  /// Whether the amount is in a foreign currency, with its value in euros beside it.
  var hasBilling = false
  /// Whether an answer brings an authorization code.
  var isApproved = false

  enum Kind: UInt8, CaseIterable {
    case request, answer, reversal, reversalAnswer, advice, adviceAnswer

    var isAnswer: Bool { self == .answer || self == .reversalAnswer || self == .adviceAnswer }
  }

  /// How the card's number came in.
  enum Entry: UInt8, CaseIterable {
    case chip, contactless, stripe, fallback, ecommerce, onFile, manual

    var isRemote: Bool { self == .ecommerce || self == .onFile || self == .manual }
    var hasTrack: Bool { !isRemote }
    var hasChipData: Bool { self == .chip || self == .contactless }
  }

  static let count = 512

  /// 0 to 511.
  var index: Int {
    let bits = (hasPIN ? 1 : 0) | (hasBilling ? 2 : 0) | (isApproved ? 4 : 0)
    return Int(kind.rawValue) << 6 | Int(entry.rawValue) << 3 | bits
  }
}
