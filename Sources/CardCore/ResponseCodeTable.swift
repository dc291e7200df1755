/// One dialect's meanings of DE 39.
struct ResponseCodeTable: Sendable {
  struct Row: Sendable {
    let code: ResponseCode
    let isApproved: Bool
    let asksForPickUp: Bool
    let isFileActionSuccess: Bool
    let englishText: String
    let frenchText: String
  }

  /// In ascending order of codes.
  let rows: [Row]
  /// The packed codes that approve: few, and asked for with every answer.
  let approving: [UInt32]

  var codes: [ResponseCode] { rows.map(\.code) }

  /// Reads a table, a line a code: code, flags, English text, French text.
  ///
  /// The flags are `A` approves, `P` asks for pick-up, `F` is success of a file action, `-` none.
  ///
  /// - Parameter base: The table whose rows hold where `text` has none for the code.
  init(_ text: String, over base: ResponseCodeTable? = nil) {
    let own = TableText.rows(text, columnCount: 4).map(Self.row)
    let inherited = base?.rows.filter { row in !own.contains { $0.code == row.code } } ?? []
    rows = (inherited + own).sorted { $0.code < $1.code }
    approving = rows.filter(\.isApproved).map(\.code.packed)
  }

  private static func row(_ columns: [String]) -> Row {
    guard let code = ResponseCode(columns[0]) else { preconditionFailure("a code is a code") }
    let flags = columns[1]
    return Row(
      code: code, isApproved: flags.contains("A"), asksForPickUp: flags.contains("P"),
      isFileActionSuccess: flags.contains("F"), englishText: columns[2], frenchText: columns[3])
  }

  /// - Complexity: O(log n).
  subscript(code: ResponseCode) -> Row? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].code < code { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].code == code ? rows[low] : nil
  }
}

extension ResponseCodeTable {
  static let iso1987 = ResponseCodeTable(iso1987Text)
  static let cb = ResponseCodeTable(cbText)
  static let iso1993 = ResponseCodeTable(iso1993Text)
  static let iso2003 = ResponseCodeTable(iso2003Text)
  static let visaMastercard = ResponseCodeTable(visaMastercardText, over: iso1987)

  /// ISO 8583:1987. Codes 33 to 38, 41, 43 and 67 ask for the card, as 04 and 07 do.
  static let iso1987Text = """
    00|AF|Approved|Acceptée
    01|-|Refer to card issuer|Contacter l'émetteur
    02|-|Refer to card issuer, special conditions|Contacter l'émetteur, conditions spéciales
    03|-|Invalid merchant|Accepteur invalide
    04|P|Pick up the card|Conserver la carte
    05|-|Do not honour|Ne pas honorer
    06|-|Error|Erreur
    07|P|Pick up the card, special conditions|Conserver la carte, conditions spéciales
    08|A|Honour with identification|Accepter après identification
    09|-|Request in progress|Demande en cours
    10|A|Approved for a partial amount|Acceptée pour un montant partiel
    11|A|Approved (VIP)|Acceptée (VIP)
    12|-|Invalid transaction|Transaction invalide
    13|-|Invalid amount|Montant invalide
    14|-|Invalid card number|Numéro de carte invalide
    15|-|No such issuer|Émetteur inconnu
    16|A|Approved, update track 3|Acceptée, mettre à jour la piste 3
    17|-|Cancelled by the customer|Annulée par le client
    18|-|Disputed by the customer|Contestée par le client
    19|-|Enter the transaction again|Répéter la transaction
    20|-|Invalid response|Réponse invalide
    21|-|No action taken|Aucune action entreprise
    22|-|Suspected malfunction|Dysfonctionnement présumé
    23|-|Unacceptable transaction fee|Frais de transaction inacceptables
    24|-|File update not supported|Mise à jour de fichier non gérée
    25|-|Record not found in the file|Enregistrement introuvable dans le fichier
    26|F|Duplicate record, old one replaced|Enregistrement dupliqué, ancien remplacé
    27|-|Error in a field of the file update|Erreur dans un champ de la mise à jour
    28|-|File locked|Fichier verrouillé
    29|-|File update not successful|Mise à jour du fichier impossible
    30|-|Format error|Erreur de format
    31|-|Institution not supported by the switch|Établissement non géré par le commutateur
    32|-|Completed in part|Exécutée partiellement
    33|P|Expired card, pick up|Carte expirée, conserver la carte
    34|P|Suspected fraud, pick up|Suspicion de fraude, conserver la carte
    35|P|Contact the acquirer, pick up|Contacter l'acquéreur, conserver la carte
    36|P|Restricted card, pick up|Carte restreinte, conserver la carte
    37|P|Call acquirer security, pick up|Appeler la sécurité acquéreur, conserver la carte
    38|P|PIN tries exceeded, pick up|Nombre d'essais du code dépassé, conserver la carte
    39|-|No credit account|Pas de compte de crédit
    40|-|Requested function not supported|Fonction demandée non gérée
    41|P|Lost card, pick up|Carte perdue, conserver la carte
    42|-|No universal account|Pas de compte universel
    43|P|Stolen card, pick up|Carte volée, conserver la carte
    44|-|No investment account|Pas de compte d'investissement
    51|-|Insufficient funds|Provision insuffisante
    52|-|No current account|Pas de compte courant
    53|-|No savings account|Pas de compte d'épargne
    54|-|Expired card|Carte expirée
    55|-|Incorrect PIN|Code confidentiel erroné
    56|-|No card record|Carte absente du fichier
    57|-|Transaction not permitted to the holder|Transaction non permise à ce porteur
    58|-|Transaction not permitted to the terminal|Transaction non permise à ce terminal
    59|-|Suspected fraud|Suspicion de fraude
    60|-|Contact the acquirer|Contacter l'acquéreur
    61|-|Exceeds the amount limit|Plafond de montant dépassé
    62|-|Restricted card|Carte restreinte
    63|-|Security violation|Règles de sécurité non respectées
    64|-|Original amount incorrect|Montant d'origine incorrect
    65|-|Exceeds the frequency limit|Nombre de transactions dépassé
    66|-|Call acquirer security|Appeler la sécurité de l'acquéreur
    67|P|Hard capture, pick up at the machine|Capture par l'automate
    68|-|Response received too late|Réponse parvenue trop tard
    75|-|PIN tries exceeded|Nombre d'essais du code dépassé
    90|-|Cut-over in process|Arrêté comptable en cours
    91|-|Issuer or switch inoperative|Émetteur ou commutateur hors service
    92|-|No route to the destination|Destinataire introuvable
    93|-|Violation of law|Infraction à la loi
    94|-|Duplicate transmission|Transmission dupliquée
    95|-|Reconciliation error|Erreur de rapprochement
    96|-|System malfunction|Dysfonctionnement du système
    """

  /// What an issuer or acquirer of the CB network answers, after the list that acquirers publish,
  /// with 62 and 65 of ISO 8583:1987.
  ///
  /// That list calls 33 and 38 no more than expired, so here they do not ask for the card.
  static let cbText = """
    00|AF|Approved|Acceptée
    02|-|Contact the issuer|Contacter l'émetteur de la carte
    03|-|Invalid acceptor|Accepteur invalide
    04|P|Pick up the card|Conserver la carte
    05|-|Do not honour|Ne pas honorer
    07|P|Pick up the card, special conditions|Conserver la carte, conditions spéciales
    08|A|Honour with identification|Accepter après identification
    12|-|Invalid transaction|Transaction invalide
    13|-|Invalid amount|Montant invalide
    14|-|Invalid card number|Numéro de carte invalide
    15|-|Unknown issuer|Émetteur de carte inconnu
    17|-|Cancelled by the customer|Annulée par le client
    19|-|Repeat the transaction later|Répéter la transaction ultérieurement
    20|-|Invalid response|Réponse erronée
    24|-|File update not supported|Mise à jour de fichier non gérée
    25|-|Record not found in the file|Enregistrement introuvable dans le fichier
    26|F|Duplicate record, previous one replaced|Enregistrement dupliqué, précédent remplacé
    27|-|Error in a field of the file update|Erreur dans un champ de la mise à jour
    28|-|Access to the file denied|Accès au fichier refusé
    29|-|File update impossible|Mise à jour du fichier impossible
    30|-|Format error|Erreur de format
    31|-|Unknown acquirer|Identifiant de l'acquéreur inconnu
    33|-|Expired card|Carte expirée
    34|P|Suspected fraud|Suspicion de fraude
    38|-|Expired card|Carte expirée
    41|P|Lost card|Carte perdue
    43|P|Stolen card|Carte volée
    51|-|Insufficient funds or credit exceeded|Provision insuffisante ou crédit dépassé
    54|-|Expired card|Carte expirée
    55|-|Incorrect PIN|Code confidentiel erroné
    56|-|Card absent from the file|Carte absente du fichier
    57|-|Transaction not permitted to the holder|Transaction non permise à ce porteur
    58|-|Transaction not permitted to the terminal|Transaction non permise à ce terminal
    59|-|Suspected fraud|Suspicion de fraude
    60|-|The acceptor must contact the acquirer|L'accepteur doit contacter l'acquéreur
    61|-|Exceeds the amount limit|Plafond de montant dépassé
    62|-|Restricted card|Carte à usage restreint
    63|-|Security rules not respected|Règles de sécurité non respectées
    65|-|Exceeds the frequency limit|Nombre de transactions dépassé
    68|-|No response, or too late|Réponse non parvenue ou trop tard
    75|-|PIN tries exceeded|Nombre d'essais du code dépassé
    76|F|Already opposed, previous record kept|Déjà en opposition, ancien enregistrement gardé
    80|-|Contactless refused by the issuer|Sans contact refusé par l'émetteur
    81|-|Unsecured payment refused by the issuer|Paiement non sécurisé refusé par l'émetteur
    82|-|Recurring payment revoked for this merchant|Paiement récurrent révoqué pour ce commerçant
    83|-|All recurring payments revoked|Tous les paiements récurrents révoqués
    90|-|System stopped for the moment|Arrêt momentané du système
    91|-|Issuer inaccessible|Émetteur inaccessible
    94|-|Duplicate transaction|Transaction dupliquée
    96|-|System malfunction|Mauvais fonctionnement du système
    97|-|Overall time-out|Échéance de la temporisation globale
    98|-|Server unavailable, route again|Serveur indisponible, nouvel acheminement demandé
    99|-|Incident in the initiating domain|Incident dans le domaine initiateur
    """

  /// What Visa and Mastercard add to ISO 8583:1987.
  static let visaMastercardText = """
    1A|-|Strong customer authentication required|Authentification forte requise
    46|-|Closed account|Compte clos
    78|-|Card not activated|Carte non activée
    85|A|No reason to decline (account check)|Aucun motif de refus (vérification de compte)
    N7|-|Card verification value wrong|Cryptogramme visuel erroné
    R0|-|Stop this payment order|Arrêter cet ordre de paiement
    R1|-|Authorisation revoked for this merchant|Autorisation révoquée pour ce commerçant
    R3|-|All authorisations revoked|Toutes les autorisations révoquées
    """
}
