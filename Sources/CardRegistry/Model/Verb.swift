/// What can be done to a card, its PIN or its PAN.
public enum Verb: String, Labelled {
  case order, produce, ship, activate, returnMail, resend, lock, unlock, block, unblock
  case oppose, withdraw, regularize, replace, renew, expire, close, cancel, capture, giveBack
  case receive, handOver, surrender, destroy
  case reissuePIN, unblockPIN, confirmScript, tryPIN
  case opposePayment, revokeRecurring, setLimit, setRenewal, setStanding

  /// The number under which the domain knows the act, such as `T9`.
  public var code: String { VerbRules.row(of: self).code }

  public var labels: Labels { VerbRules.row(of: self).labels }
}
