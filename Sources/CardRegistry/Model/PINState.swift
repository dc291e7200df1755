/// What is true of the PIN: the third axis, shared by the cards of a PAN, as the PIN itself is.
public enum PINState: Hashable, Sendable {
  /// None was made yet.
  case absent
  /// Sent in the letter of that number and not yet used.
  case issued(letter: Int)
  /// In use; 1 to 3 tries are left.
  case active(triesLeft: Int)
  /// No try is left.
  case blocked
  /// In use again, but the chip has yet to be told by a script; 1 to 3 tries are left.
  case scriptPending(triesLeft: Int)

  /// How many tries a new or unblocked PIN has.
  public static let triesMax = 3

  /// Tries that are left: 0 if blocked or absent.
  public var triesLeft: Int {
    switch self {
    case .absent, .blocked: 0
    case .issued: PINState.triesMax
    case .active(let triesLeft), .scriptPending(let triesLeft): triesLeft
    }
  }

  /// What a try leaves behind; a right PIN gives all tries back, and the chip still waits for its
  /// script.
  func tried(isCorrect: Bool) -> PINState {
    let left = isCorrect ? PINState.triesMax : triesLeft - 1
    if left <= 0 { return .blocked }
    if case .scriptPending = self { return .scriptPending(triesLeft: left) }
    return .active(triesLeft: left)
  }
}

extension PINState: CustomStringConvertible {
  /// `absent`, `issued(12)`, `active(3)`, `blocked`, `scriptPending(3)`.
  public var description: String {
    switch self {
    case .absent: "absent"
    case .issued(let letter): "issued(\(letter))"
    case .active(let triesLeft): "active(\(triesLeft))"
    case .blocked: "blocked"
    case .scriptPending(let triesLeft): "scriptPending(\(triesLeft))"
    }
  }

  /// Reads the text that ``description`` writes; nil for any other.
  public init?(_ text: String) {
    switch text {
    case "absent": self = .absent
    case "blocked": self = .blocked
    default:
      guard let (name, argument) = CallText.split(text), let number = Int(argument) else {
        return nil
      }
      let isTries = (1...PINState.triesMax).contains(number)
      switch name {
      case "issued" where number > 0: self = .issued(letter: number)
      case "active" where isTries: self = .active(triesLeft: number)
      case "scriptPending" where isTries: self = .scriptPending(triesLeft: number)
      default: return nil
      }
    }
  }

  /// What a person reads.
  public var labels: Labels {
    switch self {
    case .absent: Labels("no PIN", "sans code")
    case .issued: Labels("PIN sent", "code envoyé")
    case .active(let left):
      Labels("PIN in use, tries left: \(left)", "code actif, essais : \(left)")
    case .blocked: Labels("PIN blocked", "code bloqué")
    case .scriptPending: Labels("PIN script pending", "script puce en attente")
    }
  }
}

/// Text of the form `name(argument)`.
enum CallText {
  /// nil for any other form.
  static func split(_ text: String) -> (name: String, argument: String)? {
    guard let open = text.firstIndex(of: "("), text.last == ")" else { return nil }
    return (String(text[..<open]), String(text[text.index(after: open)...].dropLast()))
  }
}
