/// Why an act is done. What each allows and obliges to is ``ReasonRule``.
public enum Reason: String, Hashable, Sendable, CaseIterable {
  // The holder's opposition.
  case loss, theft, misappropriation, fraudulentUse, fraudulentUseOfData
  // The issuer's block.
  case suspectedFraud, security, nonPaymentRisk, assetFreeze, moneyLaundering, courtOrder
  case deathToBeConfirmed, protectionMeasure, undelivered, unclaimed
  // Withdrawal.
  case abusiveUse
  // Closing.
  case holderRequest, accountClosed, death, replaced, productEnded
  // Cancelling.
  case mistake, destroyed
  // Orders.
  case first, additional
  // Replacement of a card that no one else has.
  case damaged, demagnetised
  // Capture by a machine or a merchant.
  case opposition, wrongPINs, forgotten, issuerOrder
  // The PIN.
  case pinForgotten, pinCompromised, identityVerified

  /// The French word for it.
  public var frenchLabel: String { Self.frenchLabels[self] ?? rawValue }

  private static let frenchLabels: [Reason: String] = [
    .loss: "perte", .theft: "vol", .misappropriation: "détournement",
    .fraudulentUse: "utilisation frauduleuse de la carte",
    .fraudulentUseOfData: "utilisation frauduleuse des données",
    .suspectedFraud: "soupçon de fraude", .security: "sécurité",
    .nonPaymentRisk: "risque accru de non-paiement", .assetFreeze: "gel des avoirs",
    .moneyLaundering: "lutte contre le blanchiment", .courtOrder: "décision de justice",
    .deathToBeConfirmed: "décès à confirmer", .protectionMeasure: "mesure de protection",
    .undelivered: "NPAI", .unclaimed: "non réclamée", .abusiveUse: "usage abusif",
    .holderRequest: "demande du porteur", .accountClosed: "clôture du compte", .death: "décès",
    .replaced: "remplacée", .productEnded: "produit arrêté", .mistake: "erreur",
    .destroyed: "détruite", .first: "première", .additional: "ajout", .damaged: "abîmée",
    .demagnetised: "démagnétisée", .opposition: "opposition", .wrongPINs: "codes faux",
    .forgotten: "oubli", .issuerOrder: "ordre de l'émetteur", .pinForgotten: "code oublié",
    .pinCompromised: "code compromis", .identityVerified: "identité vérifiée",
  ]

  /// How bad an opposition for it is: a worse one that comes later is recorded. 0 for the others.
  public var oppositionSeverity: Int {
    switch self {
    case .loss: 1
    case .fraudulentUseOfData: 2
    case .fraudulentUse: 3
    case .misappropriation: 4
    case .theft: 5
    default: 0
    }
  }
}
