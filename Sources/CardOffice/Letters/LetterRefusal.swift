/// Why a letter is not written; never with a value of what it would have said.
public enum LetterRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it has to say and is not known.
  case missing([LetterFact])
  /// The law forbids to tell the holder.
  case noticeForbidden
  /// A card leaves on the same day: the PIN would travel with it.
  case cardLeavesThatDay
  /// The item is no letter.
  case noLetter

  /// `missing: address, phone`.
  public var description: String {
    switch self {
    case .missing(let facts): "missing: " + facts.map(\.rawValue).joined(separator: ", ")
    case .noticeForbidden: "the law forbids to tell the holder"
    case .cardLeavesThatDay: "a card leaves on the same day"
    case .noLetter: "no letter is written of it"
    }
  }
}
