public import PaymentCrypto

/// What an issuer decided once, beside its products and its keys.
public struct IssuerSettings: Hashable, Sendable {
  /// What a message carries as proof.
  public enum Proof: String, Hashable, Sendable, CaseIterable {
    case mac, pin, verificationValue, cryptogram
  }

  /// What is let through where there is no key for it; whoever sets it checks elsewhere.
  public var unchecked: Set<Proof> = []
  /// How many digits of the discretionary data of track 2 stand before the verification value.
  public var verificationValueOffset = 5
  /// The cryptogram version of all cards; nil where tag 9F10 says it.
  public var cryptogramVersion: CryptogramVersion?
  /// From which amount on a remote payment is to be authenticated, in minor units of the card's
  /// currency; nil for never.
  public var authenticatedFromMinor: Int64?
  /// Whether a request without an expiry is let through, to the card activated last.
  public var allowsNoExpiry = false
  /// Whether acceptors are told no more than "do not honour" of losses, thefts and suspicions.
  public var isDiscreet = false

  /// Everything is checked.
  public init() {}
}
