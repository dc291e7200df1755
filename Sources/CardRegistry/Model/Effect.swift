/// What another system, or the holder, is to be told because of an act: written with the act, sent
/// afterwards.
public struct Effect: Hashable, Sendable {
  /// What is to be done.
  public enum Kind: String, Labelled {
    case notice, restitutionLetter, pinLetter
    case fileActionAdd, fileActionUpdate, fileActionDelete
    case walletStop, refundWindow, replacementProposal
    case embossing, chipScript
    case declaration, strikingOff, review, proofUntil
    case orderWithNewPAN

    public var labels: Labels {
      switch self {
      case .notice: Labels("notice to the holder", "information du porteur")
      case .restitutionLetter: Labels("letter of restitution", "lettre de restitution")
      case .pinLetter: Labels("PIN letter", "courrier du code")
      case .fileActionAdd: Labels("add to the file of opposed cards", "ajout au fichier")
      case .fileActionUpdate: Labels("change in the file", "modification dans le fichier")
      case .fileActionDelete: Labels("delete from the file", "suppression du fichier")
      case .walletStop: Labels("stop the wallet tokens", "arrêt des jetons de portefeuille")
      case .refundWindow: Labels("refunds may be asked for", "remboursement ouvert")
      case .replacementProposal: Labels("propose a replacement", "proposition de remplacement")
      case .embossing: Labels("card to be made", "carte à fabriquer")
      case .chipScript: Labels("script for the chip", "script pour la puce")
      case .declaration: Labels("declaration to the FCC", "déclaration au FCC")
      case .strikingOff: Labels("ask for striking off", "demande de radiation")
      case .review: Labels("review", "revue")
      case .proofUntil: Labels("certificate available", "certificat disponible")
      case .orderWithNewPAN: Labels("order under a new number", "commande sous un autre numéro")
      }
    }
  }

  public let kind: Kind
  public let card: CardKey?
  /// What the act was done for.
  public let reason: Reason?
  /// Not before that day for what is sent, not after it for what is a term; nil for at once.
  public let due: Day?

  /// Makes an effect.
  public init(_ kind: Kind, card: CardKey? = nil, reason: Reason? = nil, due: Day? = nil) {
    self.kind = kind
    self.card = card
    self.reason = reason
    self.due = due
  }
}
