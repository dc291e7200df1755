/// What is true of the person, the account and the contract behind a PAN.
public struct Standing: Hashable, Sendable {
  public var holder: HolderStatus
  public var account: AccountStatus
  public var contract: ContractStatus
  /// Whether the holder stands in the Banque de France's file of card withdrawals (FCC).
  public var isListed: Bool
  /// Whether the holder is treated as financially fragile.
  public var isFragile: Bool

  /// Without arguments: a living holder, an open account and a contract in force.
  public init(
    holder: HolderStatus = .active, account: AccountStatus = .open,
    contract: ContractStatus = .inForce, isListed: Bool = false, isFragile: Bool = false
  ) {
    self.holder = holder
    self.account = account
    self.contract = contract
    self.isListed = isListed
    self.isFragile = isFragile
  }
}

/// What is true of a holder.
public enum HolderStatus: String, Labelled {
  /// Nothing stands against the holder.
  case active
  /// Under curatorship or guardianship: a second person looks at what is ordered.
  case protected
  /// A legal freeze of assets: lifted by compliance only.
  case frozen
  /// For good.
  case deceased

  public var labels: Labels {
    switch self {
    case .active: Labels("active", "actif")
    case .protected: Labels("under protection", "sous protection")
    case .frozen: Labels("assets frozen", "avoirs gelés")
    case .deceased: Labels("deceased", "décédé")
    }
  }
}

/// What is true of the account that pays.
public enum AccountStatus: String, Labelled {
  case open, overdrawn, closed

  public var labels: Labels {
    switch self {
    case .open: Labels("open", "ouvert")
    case .overdrawn: Labels("overdrawn", "débiteur")
    case .closed: Labels("closed", "clos")
    }
  }
}

/// What is true of the card contract.
public enum ContractStatus: String, Labelled {
  case inForce, ended

  public var labels: Labels {
    switch self {
    case .inForce: Labels("in force", "en vigueur")
    case .ended: Labels("ended", "résilié")
    }
  }
}

/// One thing that has become true of the person, the account or the contract.
public enum StandingChange: Hashable, Sendable {
  case holder(HolderStatus)
  case account(AccountStatus)
  case contract(ContractStatus)
  /// Whether the holder stands in the file of card withdrawals.
  case listed(Bool)
  /// Whether the holder is treated as financially fragile.
  case fragile(Bool)

  /// Puts the change into `standing`.
  func apply(to standing: inout Standing) {
    switch self {
    case .holder(let status): standing.holder = status
    case .account(let status): standing.account = status
    case .contract(let status): standing.contract = status
    case .listed(let isListed): standing.isListed = isListed
    case .fragile(let isFragile): standing.isFragile = isFragile
    }
  }
}

extension StandingChange: CustomStringConvertible {
  /// What and how: `holder=deceased`.
  public var description: String {
    switch self {
    case .holder(let status): "holder=\(status.rawValue)"
    case .account(let status): "account=\(status.rawValue)"
    case .contract(let status): "contract=\(status.rawValue)"
    case .listed(let isListed): "listed=\(isListed)"
    case .fragile(let isFragile): "fragile=\(isFragile)"
    }
  }

  /// Reads the text that ``description`` writes; nil for any other.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { return nil }
    let change: StandingChange? =
      switch parts[0] {
      case "holder": HolderStatus(rawValue: parts[1]).map(StandingChange.holder)
      case "account": AccountStatus(rawValue: parts[1]).map(StandingChange.account)
      case "contract": ContractStatus(rawValue: parts[1]).map(StandingChange.contract)
      case "listed": Bool(parts[1]).map(StandingChange.listed)
      case "fragile": Bool(parts[1]).map(StandingChange.fragile)
      default: nil
      }
    guard let change else { return nil }
    self = change
  }
}
