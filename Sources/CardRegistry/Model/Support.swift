/// Where the plastic is: the second axis of a card.
public enum Support: String, Labelled {
  case toProduce, inProduction, sent, returnedMail, inBranch, handedOver, captured, surrendered
  case destroyed

  public var labels: Labels {
    switch self {
    case .toProduce: Labels("to be produced", "à fabriquer")
    case .inProduction: Labels("in production", "en production")
    case .sent: Labels("sent", "expédié")
    case .returnedMail: Labels("come back by mail", "retourné NPAI")
    case .inBranch: Labels("at the branch", "en agence")
    case .handedOver: Labels("with the holder", "remis")
    case .captured: Labels("captured", "capturé")
    case .surrendered: Labels("given back by the holder", "restitué")
    case .destroyed: Labels("destroyed", "détruit")
    }
  }
}
