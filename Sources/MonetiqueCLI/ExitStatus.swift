/// What the process says of its run to whoever started it.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  case done = 0
  case unexpected = 1
  case refused = 3
  case alerts = 5
  case integrityBroken = 6
  case waitingForApproval = 8
  case usage = 64
  case badData = 65
  case noInput = 66
  case unavailable = 69
  case busy = 75
  case notAllowed = 77
  case configuration = 78

  /// What it means, for `monetique explain`.
  func meaning(in language: Language) -> String {
    switch language {
    case .english: english
    case .french: french
    }
  }

  private var english: String {
    switch self {
    case .done: "done, or whoever read standard output stopped reading"
    case .unexpected: "an error nobody foresaw: please report it"
    case .refused: "refused by a business rule"
    case .alerts: "alerts at or above --fail-on"
    case .integrityBroken:
      "integrity broken: failing vectors, a changed audit trail, a damaged checkpoint"
    case .waitingForApproval: "waiting for a second person's approval"
    case .usage: "the command line is wrong"
    case .badData: "the data are wrong: nothing could be read, or a message is not of its spec"
    case .noInput: "an input that is named is not there or cannot be opened"
    case .unavailable: "something is unavailable, such as room on the disk"
    case .busy: "busy, or stopped at a checkpoint: try again"
    case .notAllowed: "not allowed for this role"
    case .configuration: "the configuration is wrong: a spec, rules, a mapping"
    }
  }

  private var french: String {
    switch self {
    case .done: "terminé, ou le lecteur de la sortie standard s'est arrêté"
    case .unexpected: "erreur imprévue : merci de la signaler"
    case .refused: "refusé par une règle métier"
    case .alerts: "alertes au niveau de --fail-on ou au-dessus"
    case .integrityBroken:
      "intégrité rompue : vecteurs en échec, piste d'audit modifiée, point de reprise abîmé"
    case .waitingForApproval: "en attente de l'accord d'une seconde personne"
    case .usage: "la ligne de commande est fausse"
    case .badData:
      "les données sont fausses : rien de lisible, ou un message hors de sa spécification"
    case .noInput: "une entrée nommée n'existe pas ou ne peut être ouverte"
    case .unavailable: "une ressource manque, comme la place sur le disque"
    case .busy: "occupé, ou arrêté sur un point de reprise : réessayer"
    case .notAllowed: "non permis à ce rôle"
    case .configuration: "la configuration est fausse : spécification, règles, correspondance"
    }
  }
}
