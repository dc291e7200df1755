/// What can be put into traffic on purpose: frauds, faults on the wire, and incidents.
///
/// The raw value is the name in truth files and of the rate.
public enum TruthKind: String, Sendable, CaseIterable {
  // MARK: Frauds, by card
  /// A card is taken and used until its holder has it opposed, and for a while after.
  case stolenCard
  /// Small amounts are tried at one remote merchant, most of them declined.
  case cardTesting
  /// One or two small payments that pass, then large ones.
  case testThenSpend
  /// The card is used in a far country while its holder is at home.
  case takeoverAbroad
  /// A copied stripe is used where the chip should have been read.
  case magstripeFallback

  // MARK: Frauds, by place
  /// Made-up numbers under one BIN are tried at one remote merchant.
  case binEnumeration
  /// Cards that were used at one terminal are copied, and their stripes used abroad days later.
  case compromisedTerminal

  // MARK: Faults on the wire, each on one exchange
  /// A request comes twice within seconds.
  case duplicate
  /// A request comes again after minutes or hours.
  case replay
  /// A request gets no answer, and is reversed for it.
  case lostAnswer
  /// A request gets no answer, or a late one that approves, and no reversal follows.
  case missingReversal
  /// Numbers are missing in the stream of STANs.
  case stanGap

  // MARK: Incidents, for a time
  /// The clock of an acquirer is wrong.
  case clockSkew
  /// Most answers under one BIN carry one technical code.
  case responseCodeBurst
  /// Nothing comes from an acquirer; what it did by itself comes after as advices.
  case acquirerOutage
  /// Fewer of the requests under one BIN are approved.
  case approvalRateDrop
  /// Nothing comes from a busy terminal, and nothing is told of it after.
  case silentSource
  /// The MACs of an acquirer's messages are wrong, and are answered so.
  case macFailures
  /// Messages are damaged on the line and cannot be read.
  case garbled

  /// What a rate of the kind counts.
  public enum Unit: Sendable {
    /// Episodes for each card in 30 days, 0 to 1.
    case cardMonth
    /// Episodes in 30 days, 0 to 1,000.
    case month
    /// The share of exchanges, 0 to 0.1.
    case exchange

    /// The greatest rate that is possible.
    public var maximum: Double {
      switch self {
      case .cardMonth: 1
      case .month: 1_000
      case .exchange: 0.1
      }
    }

    /// The unit in words.
    public var text: String {
      switch self {
      case .cardMonth: "for each card in 30 days"
      case .month: "in 30 days"
      case .exchange: "of all exchanges"
      }
    }
  }

  public var unit: Unit {
    switch self {
    case .stolenCard, .cardTesting, .testThenSpend, .takeoverAbroad, .magstripeFallback: .cardMonth
    case .duplicate, .replay, .lostAnswer, .missingReversal, .stanGap: .exchange
    default: .month
    }
  }

  /// The rate where none is asked for: far above life, so that a small simulation shows each kind.
  public var standardRate: Double {
    switch self {
    case .stolenCard, .cardTesting, .testThenSpend, .takeoverAbroad, .magstripeFallback: 0.001
    case .binEnumeration: 6
    case .compromisedTerminal, .clockSkew, .acquirerOutage: 3
    case .approvalRateDrop, .silentSource, .macFailures: 3
    case .responseCodeBurst, .garbled: 4
    case .lostAnswer: 0.000_3
    case .duplicate: 0.000_2
    case .replay, .missingReversal: 0.000_1
    case .stanGap: 0.000_05
    }
  }

  /// Whether somebody means it; what is no fraud is a fault.
  public var isFraud: Bool {
    switch self {
    case .stolenCard, .cardTesting, .testThenSpend, .takeoverAbroad, .magstripeFallback,
      .binEnumeration, .compromisedTerminal:
      true
    default: false
    }
  }
}
