import CardCore

/// Kinds and phases of messages in words.
enum MessageWords {
  static func english(_ kind: TransactionKind) -> String {
    switch kind {
    case .fileAction: "file action"
    case .network: "network management"
    default: kind.name
    }
  }

  static func english(_ phase: TransactionPhase) -> String {
    phase == .adviceAnswer ? "advice answer" : phase.name
  }

  static func french(_ kind: TransactionKind) -> String {
    switch kind {
    case .authorization: "autorisation"
    case .financial: "transaction financière"
    case .completion: "complétion"
    case .reversal: "annulation"
    case .presentment: "présentation"
    case .chargeback: "impayé"
    case .fileAction: "action sur fichier"
    case .reconciliation: "rapprochement"
    case .administrative: "message administratif"
    case .fee: "frais"
    case .network: "gestion de réseau"
    }
  }

  static func french(_ phase: TransactionPhase) -> String {
    switch phase {
    case .request: "demande"
    case .repeat: "répétition"
    case .answer: "réponse"
    case .advice: "avis"
    case .adviceAnswer: "réponse à un avis"
    case .notification: "notification"
    }
  }
}
