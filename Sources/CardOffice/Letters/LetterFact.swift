/// Something that a letter says, by the name that stands for it in a template.
public enum LetterFact: String, Hashable, Sendable, CaseIterable {
  // Whom it is for and from whom.
  case holder, address, sender, senderAddress, city, phone, mediator
  // About which card, never with more of the PAN than may be shown.
  case card, expiry, newExpiry
  // The act.
  case when, reason, article, channel, number, record, hash, until, review, free, replacement
  case days, years, letter, payment, scope, limit, from
  // Money.
  case incidents, amount, fees, total, deadline
  // The letter itself.
  case day, reference, subject
}
