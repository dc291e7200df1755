extension Reason {
  public var labels: Labels {
    switch self {
    case .firstCard: Labels("first card", "première carte")
    case .additionalCard: Labels("additional card", "carte supplémentaire")
    case .replacement: Labels("replacement", "remplacement")
    case .renewal: Labels("renewal", "renouvellement")
    case .undelivered: Labels("addressee unknown", "NPAI")
    case .unclaimed: Labels("unclaimed", "non réclamée")
    case .suspectedFraud: Labels("suspected fraud", "suspicion de fraude")
    case .security: Labels("security", "sécurité")
    case .paymentRisk: Labels("worse risk of non-payment", "risque d'impayé aggravé")
    case .assetFreeze: Labels("asset freeze", "gel des avoirs")
    case .moneyLaundering: Labels("anti-money-laundering", "lutte anti-blanchiment")
    case .courtOrder: Labels("court order", "décision de justice")
    case .deathToConfirm: Labels("death to be confirmed", "décès à confirmer")
    case .protectionMeasure: Labels("protection measure", "mesure de protection")
    case .causeLifted: Labels("cause lifted", "motif levé")
    case .loss: Labels("loss", "perte")
    case .theft: Labels("theft", "vol")
    case .misappropriation: Labels("misappropriation", "détournement")
    case .fraudulentCardUse:
      Labels("fraudulent use of the card", "utilisation frauduleuse de la carte")
    case .fraudulentDataUse:
      Labels("fraudulent use of its data", "utilisation frauduleuse des données")
    default: laterLabels
    }
  }

  private var laterLabels: Labels {
    switch self {
    case .abusiveUse: Labels("abusive use", "usage abusif")
    case .afterOpposition: Labels("after an opposition", "après opposition")
    case .demagnetized: Labels("demagnetised", "démagnétisée")
    case .damaged: Labels("damaged", "abîmée")
    case .expiring: Labels("expiring", "échéance")
    case .advanced: Labels("in advance", "anticipé")
    case .productMigration: Labels("migration of the product", "migration de produit")
    case .holderRequest: Labels("request of the holder", "demande du porteur")
    case .accountClosure: Labels("account closed", "clôture du compte")
    case .death: Labels("death", "décès")
    case .replaced: Labels("replaced", "remplacée")
    case .productDiscontinued: Labels("product discontinued", "produit arrêté")
    case .orderedByMistake: Labels("ordered by mistake", "erreur de commande")
    case .undeliveredDestroyed: Labels("never delivered, destroyed", "NPAI détruite")
    case .capturedOpposed: Labels("captured after opposition", "carte en opposition")
    case .threeWrongPINs: Labels("three wrong PINs", "trois codes faux")
    case .forgotten: Labels("forgotten in the machine", "oubli dans l'automate")
    case .issuerOrder: Labels("order of the issuer", "ordre de l'émetteur")
    default: numberLabels
    }
  }

  private var numberLabels: Labels {
    switch self {
    case .forgottenPIN: Labels("PIN forgotten", "code oublié")
    case .compromisedPIN: Labels("PIN compromised", "code compromis")
    case .identityVerified: Labels("identity verified", "identité vérifiée")
    case .receivership: Labels("receivership of the payee", "redressement du bénéficiaire")
    case .liquidation: Labels("liquidation of the payee", "liquidation du bénéficiaire")
    case .consentWithdrawn: Labels("consent withdrawn", "retrait du consentement")
    case .nonPaymentRisk: Labels("risk of non-payment", "risque d'impayé")
    case .unsuitableProduct: Labels("product does not suit", "produit inadapté")
    case .estate: Labels("estate", "succession")
    case .guardianship: Labels("guardianship", "tutelle ou curatelle")
    case .commercialDispute: Labels("commercial dispute", "litige commercial")
    case .regret: Labels("change of mind", "regret")
    case .overdraft: Labels("overdraft", "découvert")
    default: Labels(rawValue, rawValue)
    }
  }
}
