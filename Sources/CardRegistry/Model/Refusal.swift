/// Why a command is not done, and what could be done instead.
public struct Refusal: Error, Hashable, Sendable {
  /// What stands against it.
  public enum Code: String, Labelled {
    case notAllowedForRole, checkerNotAllowed, checkerIsMaker
    case noSuchCard, cardNotNamed, detailMissing
    case reasonMissing, reasonOfAnotherAct, notAMotive, reasonNotInForce
    case inTheFuture, wrongState, alreadyDone, otherCauses, noSuchCause, notByThisAct
    case letterMissing, notExpired, tooEarly, tooSoonAfterLetter
    case standing, productClosed, successorExists, renewalRefused, noSequenceNumber, keyTaken
    case opposed, alreadyReplaced, identityNotChecked, alreadyCredited
    case samePINImpossible, unfitText, tooManyLetters, pinState, supportElsewhere, notAHigherState

    public var labels: Labels { RefusalTexts.labels(of: self) }
  }

  public let code: Code
  /// Of the card that it is about; nil where there is none.
  public let state: CardState?
  public let verb: Verb
  /// What the same role could do to the card instead.
  public let allowed: [Verb]
  /// One sentence, without any value of the command.
  public let message: String

  /// Whether the role stands against it and not the state: exit code 77 in place of 3.
  public var isForRole: Bool {
    code == .notAllowedForRole || code == .checkerNotAllowed || code == .checkerIsMaker
  }
}
