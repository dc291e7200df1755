public import CardCore

/// Which recurring payments the holder no longer allows.
public enum RecurringScope: Hashable, Sendable {
  /// Of one merchant, by its identifier (DE 42): 1 to 15 printable ASCII characters.
  case merchant(String)
  /// Of a line of business.
  case mcc(MCC)
  /// Of all.
  case all

  /// Whether it covers a payment to that merchant and line of business.
  public func covers(merchant: String, mcc: MCC?) -> Bool {
    switch self {
    case .merchant(let own): own == merchant
    case .mcc(let own): own == mcc
    case .all: true
    }
  }
}

extension RecurringScope: CustomStringConvertible {
  /// `merchant(SHOP1)`, `mcc(5968)` or `all`.
  public var description: String {
    switch self {
    case .merchant(let name): "merchant(\(name))"
    case .mcc(let mcc): "mcc(\(mcc))"
    case .all: "all"
    }
  }

  /// Reads the text that ``description`` writes; nil for any other.
  public init?(_ text: String) {
    if text == "all" {
      self = .all
      return
    }
    guard let (name, argument) = CallText.split(text) else { return nil }
    switch name {
    case "merchant"
    where (1...15).contains(argument.utf8.count)
      && argument.utf8.allSatisfy({ (0x20...0x7E).contains($0) }):
      self = .merchant(argument)
    case "mcc":
      guard let mcc = MCC(argument) else { return nil }
      self = .mcc(mcc)
    default: return nil
    }
  }
}
