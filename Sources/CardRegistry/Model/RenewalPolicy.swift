public import CardCore

/// What is to happen to a card when it expires: the fourth axis.
public enum RenewalPolicy: Hashable, Sendable {
  /// A successor is ordered without being asked for.
  case automatic
  /// The holder wants none.
  case refusedByHolder
  /// The issuer gives none, for a reason of ``Verb/setRenewal``.
  case refusedByIssuer(Reason)
  /// A successor is ordered from the first day of that month on.
  case advanced(CardDate)
  /// Nobody decides until an estate or a protection measure is settled.
  case suspended(Reason)

  /// Whether a successor may be ordered.
  public var allowsRenewal: Bool {
    switch self {
    case .automatic, .advanced: true
    case .refusedByHolder, .refusedByIssuer, .suspended: false
    }
  }

  /// What a person reads.
  public var labels: Labels {
    switch self {
    case .automatic: Labels("automatic", "automatique")
    case .refusedByHolder: Labels("refused by the holder", "refusé par le porteur")
    case .refusedByIssuer: Labels("refused by the issuer", "refusé par l'émetteur")
    case .advanced(let month): Labels("advanced to \(month)", "anticipé au \(month)")
    case .suspended: Labels("suspended", "suspendu")
    }
  }
}

extension RenewalPolicy: CustomStringConvertible {
  /// `automatic`, `refusedByHolder`, `refusedByIssuer(paymentRisk)`, `advanced(2027-05)`,
  /// `suspended(estate)`.
  public var description: String {
    switch self {
    case .automatic: "automatic"
    case .refusedByHolder: "refusedByHolder"
    case .refusedByIssuer(let reason): "refusedByIssuer(\(reason.rawValue))"
    case .advanced(let month): "advanced(\(month))"
    case .suspended(let reason): "suspended(\(reason.rawValue))"
    }
  }

  /// Reads the text that ``description`` writes; nil for any other.
  public init?(_ text: String) {
    switch text {
    case "automatic": self = .automatic
    case "refusedByHolder": self = .refusedByHolder
    default:
      guard let (name, argument) = CallText.split(text) else { return nil }
      switch name {
      case "refusedByIssuer":
        guard let reason = Reason(rawValue: argument) else { return nil }
        self = .refusedByIssuer(reason)
      case "suspended":
        guard let reason = Reason(rawValue: argument) else { return nil }
        self = .suspended(reason)
      case "advanced":
        guard let month = CardKey(argument + "/00")?.expiry else { return nil }
        self = .advanced(month)
      default: return nil
      }
    }
  }
}
