/// Who may do what to a card in which state: one row a verb.
///
/// This is the table that the documentation prints and that the tests go through cell by cell.
public struct VerbRules: Sendable {
  /// What an act is about.
  public enum Subject: String, Hashable, Sendable, CaseIterable {
    /// A card that is not there yet.
    case newCard
    /// One card, which the command names.
    case card
    /// The PAN, whatever the state of its cards.
    case pan
  }

  /// How many persons an act takes.
  public enum Hands: String, Hashable, Sendable, CaseIterable {
    case one
    /// Another person accepts it first.
    case two
    /// Another person accepts it first where the facts of the case ask for it.
    case twoIfDoubtful
  }

  public let verb: Verb
  public let code: String
  public let labels: Labels
  public let subject: Subject
  public let hands: Hands
  /// Who may do it, or ask for it.
  public let makers: Set<Role>
  /// The states in which a card can take it; for acts on a PAN, those in which one of its cards
  /// is.
  public let states: Set<CardState>

  /// Whether `role` may do it or ask for it.
  public func allows(_ role: Role) -> Bool { makers.contains(role) }

  /// Whether a card in `state`, or a PAN with such a card, can take it.
  public func allows(in state: CardState) -> Bool { states.contains(state) }

  /// Who may accept what another one asked for.
  public static let checkers: Set<Role> = [.checker, .supervisor, .compliance]

  /// The row of `verb`.
  public static func row(of verb: Verb) -> VerbRules {
    // Rows stand in the order of the verbs, which a test holds.
    all[Verb.allCases.firstIndex(of: verb) ?? 0]
  }

  /// What can be done to a card in `state` by `role`, or by anyone at all if nil, in the order of
  /// the table; an opposition too, while there is none.
  public static func verbs(in state: CardState, by role: Role? = nil) -> [Verb] {
    all.filter { row in
      let isFor =
        row.verb == .oppose ? state != .opposed : row.subject == .card && row.allows(in: state)
      return isFor && role.map(row.allows) ?? true
    }.map(\.verb)
  }

  private init(
    _ verb: Verb, _ code: String, _ english: String, _ french: String, _ subject: Subject,
    _ hands: Hands = .one, by makers: Set<Role>, in states: Set<CardState>
  ) {
    self.verb = verb
    self.code = code
    labels = Labels(english, french)
    self.subject = subject
    self.hands = hands
    self.makers = makers
    self.states = states
  }
}

extension VerbRules {
  private static let desk: Set<Role> = [.clerk, .supervisor]
  private static let deskAndSystem: Set<Role> = [.clerk, .supervisor, .system]
  private static let live: Set<CardState> = [
    .ordered, .inProduction, .shipped, .active, .locked, .blocked,
  ]
  private static let ended: Set<CardState> = [.opposed, .withdrawn, .expired, .closed, .cancelled]
  private static let inUse: Set<CardState> = [.active, .locked, .blocked]
  private static let every = Set(CardState.allCases)
  private static let unopposed = every.subtracting([.opposed])
  private static let made = every.subtracting([.ordered, .inProduction])

  /// Every row, in the order of ``Verb``.
  public static let all: [VerbRules] = cardRows + numberRows

  private static let cardRows: [VerbRules] = [
    .init(
      .order, "T1", "order", "commander", .newCard, .twoIfDoubtful, by: deskAndSystem,
      in: unopposed
    ),
    .init(.produce, "T2", "produce", "produire", .card, by: [.system], in: [.ordered]),
    .init(.ship, "T3", "ship", "expédier", .card, by: [.system], in: [.inProduction]),
    .init(.activate, "T4", "activate", "activer", .card, by: deskAndSystem, in: [.shipped]),
    .init(
      .returnMail, "T5", "record as returned mail", "enregistrer en NPAI", .card, by: desk,
      in: [.shipped, .blocked]),
    .init(.resend, "T5", "send again", "renvoyer", .card, by: desk, in: [.blocked]),
    .init(.lock, "T6", "lock", "verrouiller", .card, by: deskAndSystem, in: [.active]),
    .init(.unlock, "T6", "unlock", "déverrouiller", .card, by: deskAndSystem, in: [.locked]),
    .init(
      .block, "T7", "block", "bloquer", .card,
      by: [.clerk, .supervisor, .compliance, .monitor], in: live),
    .init(
      .unblock, "T8", "unblock", "débloquer", .card, .two,
      by: [.clerk, .supervisor, .compliance], in: [.blocked]),
    .init(
      .oppose, "T9", "oppose", "opposer", .pan,
      by: [.clerk, .checker, .supervisor, .compliance, .system], in: every),
    .init(
      .withdraw, "T10", "withdraw", "retirer", .card, .two, by: desk,
      in: [.active, .locked, .blocked]),
    .init(
      .regularize, "T10", "record as regularised", "régulariser", .card, by: desk,
      in: [.withdrawn, .opposed]),
    .init(
      .replace, "T11", "replace", "remplacer", .card, by: desk,
      in: [.active, .locked, .opposed]),
    .init(.renew, "T12", "renew", "renouveler", .card, by: deskAndSystem, in: [.active, .locked]),
    .init(.expire, "T13", "record as expired", "expirer", .card, by: [.system], in: live),
    .init(
      .close, "T14", "close", "résilier", .card, .twoIfDoubtful, by: deskAndSystem, in: live),
    .init(
      .cancel, "T15", "cancel", "annuler", .card, by: deskAndSystem,
      in: [.ordered, .inProduction, .blocked]),
    .init(
      .capture, "T16", "record as captured", "capturer", .card, by: deskAndSystem,
      in: made.subtracting([.cancelled])),
    .init(.giveBack, "T16", "give back", "rendre", .card, by: desk, in: [.active]),
    .init(
      .receive, "S1", "receive at the branch", "recevoir en agence", .card, by: deskAndSystem,
      in: [.shipped, .blocked]),
    .init(
      .handOver, "S2", "hand over", "remettre", .card, by: desk, in: [.shipped]),
    .init(
      .surrender, "S3", "take back from the holder", "reprendre au porteur", .card, by: desk,
      in: ended.union([.active, .locked, .blocked])),
    .init(
      .destroy, "S4", "destroy", "détruire", .card, by: deskAndSystem,
      in: ended.union([.shipped, .blocked])),
  ]

  private static let numberRows: [VerbRules] = [
    .init(
      .reissuePIN, "P1", "send the PIN again", "rééditer le code", .pan, by: desk,
      in: [.shipped, .active, .locked]),
    .init(
      .unblockPIN, "P2", "unblock the PIN", "débloquer le code", .pan, .two, by: desk,
      in: inUse),
    .init(
      .confirmScript, "P3", "confirm the chip script", "confirmer le script puce", .pan,
      by: deskAndSystem, in: inUse),
    .init(
      .tryPIN, "P4", "count a PIN try", "compter un essai du code", .pan, by: [.system],
      in: inUse.union([.shipped])),
    .init(
      .opposePayment, "O1", "oppose a payment", "opposer un paiement", .pan, by: desk, in: every),
    .init(
      .revokeRecurring, "R1", "revoke recurring payments", "révoquer les paiements récurrents",
      .pan, by: deskAndSystem, in: every),
    .init(
      .setLimit, "L1", "set a limit", "fixer un plafond", .pan, .twoIfDoubtful, by: desk,
      in: every),
    .init(
      .setRenewal, "W1", "decide on renewal", "décider du renouvellement", .card,
      by: deskAndSystem, in: live),
    .init(
      .setStanding, "H1", "record a status of the holder, account or contract",
      "enregistrer un statut du porteur, du compte ou du contrat", .pan, .twoIfDoubtful,
      by: [.clerk, .supervisor, .compliance, .system], in: every),
  ]
}
