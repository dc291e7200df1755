/// Where an order came in.
public enum Channel: String, Labelled {
  case branch, phone, app, web, mail, interbankServer, chip, terminal, batch, monitor

  public var labels: Labels {
    switch self {
    case .branch: Labels("branch", "agence")
    case .phone: Labels("telephone", "téléphone")
    case .app: Labels("application", "application")
    case .web: Labels("web site", "site web")
    case .mail: Labels("mail", "courrier")
    case .interbankServer: Labels("interbank server", "serveur interbancaire")
    case .chip: Labels("chip of the card", "puce de la carte")
    case .terminal: Labels("cash machine or terminal", "automate ou terminal")
    case .batch: Labels("batch", "traitement par lot")
    case .monitor: Labels("transaction monitor", "moniteur de transactions")
    }
  }
}
