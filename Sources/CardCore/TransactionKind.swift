/// What a message is about: the first of the two answers that an MTI gives.
public enum TransactionKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// Whether a payment may be made; no money moves by it.
  case authorization = 1
  /// A payment, decided and booked by the same exchange.
  case financial = 2
  /// The acquirer's word that an authorised or stood-in payment took place.
  case completion = 3
  /// The undoing of an earlier exchange by whoever started it.
  case reversal = 4
  /// A payment presented for clearing.
  case presentment = 5
  /// A presented payment given back by the issuer.
  case chargeback = 6
  /// A change of a file at the other end, such as an opposition list.
  case fileAction = 7
  /// Totals compared at the end of a period.
  case reconciliation = 8
  /// Text, file headers and other messages without money.
  case administrative = 9
  /// Fees between the parties.
  case fee = 10
  /// Sign-on, echo, cut-over and key exchange.
  case network = 11

  /// The name in machine output, which stays.
  public var name: String {
    switch self {
    case .authorization: "authorization"
    case .financial: "financial"
    case .completion: "completion"
    case .reversal: "reversal"
    case .presentment: "presentment"
    case .chargeback: "chargeback"
    case .fileAction: "fileAction"
    case .reconciliation: "reconciliation"
    case .administrative: "administrative"
    case .fee: "fee"
    case .network: "network"
    }
  }

  /// Finds a kind by its name; nil if there is none.
  public init?(name: some StringProtocol) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}
