/// What each refusal says to people.
enum RefusalTexts {
  static func labels(of code: Refusal.Code) -> Labels {
    switch code {
    case .notAllowedForRole: Labels("not allowed for this role", "non permis à ce rôle")
    case .checkerNotAllowed: Labels("may not accept this", "ne peut pas valider cet acte")
    case .checkerIsMaker:
      Labels("who asks does not accept", "le demandeur ne valide pas sa demande")
    case .noSuchCard: Labels("there is no such card", "cette carte n'existe pas")
    case .cardNotNamed: Labels("no card is named", "aucune carte n'est nommée")
    case .detailMissing:
      Labels("a detail that the act needs is missing", "il manque une précision")
    case .reasonMissing: Labels("the act needs a reason", "l'acte demande un motif")
    case .reasonOfAnotherAct: Labels("a reason of another act", "motif d'un autre acte")
    case .notAMotive:
      Labels("the law knows no such motive of opposition", "motif d'opposition non admis")
    case .reasonNotInForce:
      Labels("no rule for this reason on that day", "motif sans règle à cette date")
    case .inTheFuture: Labels("a time in the future", "date dans le futur")
    case .wrongState: Labels("not in this state", "impossible dans cet état")
    case .alreadyDone: Labels("already so", "déjà fait")
    case .otherCauses: Labels("other causes remain", "d'autres causes subsistent")
    case .noSuchCause: Labels("not blocked for this cause", "pas bloquée pour cette cause")
    case .notByThisAct: Labels("another act does that", "un autre acte fait cela")
    case .letterMissing: Labels("no letter came before", "aucune lettre préalable")
    case .notExpired: Labels("the month is not over", "le mois n'est pas échu")
    case .tooEarly: Labels("too early", "trop tôt")
    case .tooSoonAfterLetter: Labels("on the day of the PIN letter", "jour du courrier du code")
    case .standing: Labels("holder, account or contract", "porteur, compte ou contrat")
    case .productClosed: Labels("the product is closed", "produit fermé")
    default: laterLabels(of: code)
    }
  }

  private static func laterLabels(of code: Refusal.Code) -> Labels {
    switch code {
    case .successorExists: Labels("has a successor already", "a déjà une remplaçante")
    case .renewalRefused: Labels("renewal refused", "renouvellement refusé")
    case .noSequenceNumber:
      Labels("no sequence number is left", "plus de numéro de séquence")
    case .keyTaken: Labels("there is such a card already", "cette carte existe déjà")
    case .opposed: Labels("the number is opposed", "numéro en opposition")
    case .alreadyReplaced: Labels("replaced already", "déjà remplacée")
    case .identityNotChecked: Labels("identity not checked", "identité non vérifiée")
    case .alreadyCredited: Labels("the payee was credited", "bénéficiaire déjà crédité")
    case .unfitText:
      Labels("a text too long, empty or like a card number", "texte impropre ou numéro de carte")
    case .samePINImpossible:
      Labels("this product cannot send the same PIN", "même code impossible")
    case .tooManyLetters: Labels("too many PIN letters today", "trop de courriers ce jour")
    case .pinState: Labels("not in this state of the PIN", "état du code incompatible")
    case .supportElsewhere: Labels("the plastic is elsewhere", "le support est ailleurs")
    default: Labels("only upwards", "uniquement vers le haut")
    }
  }

  /// The sentence of a refusal.
  static func message(_ code: Refusal.Code, _ verb: Verb, _ state: CardState?) -> String {
    let place = state.map { " a card that is \($0.labels.english)" } ?? ""
    return "cannot \(verb.labels.english)\(place): \(code.labels.english)"
  }
}
