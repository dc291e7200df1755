extension ResponseCodeTable {
  /// ISO 8583:1993, action codes. The first digit says the class: 0 approved, 1 declined, 2
  /// declined with pick-up, 3 file action, 4 reversal, 5 reconciliation, 6 administrative, 7 fee,
  /// 8 network, 9 error or advice; only class 0 approves a payment.
  static let iso1993Text = """
    000|A|Approved|Acceptée
    001|A|Honour with identification|Accepter après identification
    002|A|Approved for a partial amount|Acceptée pour un montant partiel
    003|A|Approved (VIP)|Acceptée (VIP)
    004|A|Approved, update track 3|Acceptée, mettre à jour la piste 3
    005|A|Approved, account type given by the issuer|Acceptée, type de compte donné par l'émetteur
    006|A|Partial amount, account type by the issuer|Montant partiel, type de compte de l'émetteur
    007|A|Approved, update the chip|Acceptée, mettre à jour la puce
    100|-|Do not honour|Ne pas honorer
    101|-|Expired card|Carte expirée
    102|-|Suspected fraud|Suspicion de fraude
    103|-|Contact the acquirer|Contacter l'acquéreur
    104|-|Restricted card|Carte restreinte
    105|-|Call acquirer security|Appeler la sécurité de l'acquéreur
    106|-|PIN tries exceeded|Nombre d'essais du code dépassé
    107|-|Refer to card issuer|Contacter l'émetteur
    108|-|Refer to card issuer, special conditions|Contacter l'émetteur, conditions spéciales
    109|-|Invalid merchant|Accepteur invalide
    110|-|Invalid amount|Montant invalide
    111|-|Invalid card number|Numéro de carte invalide
    112|-|PIN data required|Code confidentiel requis
    113|-|Unacceptable fee|Frais inacceptables
    114|-|No account of the requested type|Pas de compte du type demandé
    115|-|Requested function not supported|Fonction demandée non gérée
    116|-|Insufficient funds|Provision insuffisante
    117|-|Incorrect PIN|Code confidentiel erroné
    118|-|No card record|Carte absente du fichier
    119|-|Transaction not permitted to the holder|Transaction non permise à ce porteur
    120|-|Transaction not permitted to the terminal|Transaction non permise à ce terminal
    121|-|Exceeds the amount limit|Plafond de montant dépassé
    122|-|Security violation|Règles de sécurité non respectées
    123|-|Exceeds the frequency limit|Nombre de transactions dépassé
    124|-|Violation of law|Infraction à la loi
    125|-|Card not effective|Carte pas encore valide
    126|-|Invalid PIN block|Bloc PIN invalide
    127|-|PIN length error|Longueur du code erronée
    128|-|PIN key synchronisation error|Clé de code désynchronisée
    129|-|Suspected counterfeit card|Suspicion de contrefaçon
    200|P|Do not honour, pick up|Ne pas honorer, conserver la carte
    201|P|Expired card, pick up|Carte expirée, conserver la carte
    202|P|Suspected fraud, pick up|Suspicion de fraude, conserver la carte
    203|P|Contact the acquirer, pick up|Contacter l'acquéreur, conserver la carte
    204|P|Restricted card, pick up|Carte restreinte, conserver la carte
    205|P|Call acquirer security, pick up|Appeler la sécurité acquéreur, conserver la carte
    206|P|PIN tries exceeded, pick up|Nombre d'essais du code dépassé, conserver la carte
    207|P|Special conditions, pick up|Conditions spéciales, conserver la carte
    208|P|Lost card, pick up|Carte perdue, conserver la carte
    209|P|Stolen card, pick up|Carte volée, conserver la carte
    210|P|Suspected counterfeit card, pick up|Suspicion de contrefaçon, conserver la carte
    300|F|File action successful|Action sur fichier réussie
    301|-|File action not supported|Action sur fichier non gérée par le destinataire
    302|-|Record not found in the file|Enregistrement introuvable dans le fichier
    303|F|Duplicate record, old one replaced|Enregistrement dupliqué, ancien remplacé
    304|-|Error in a field of the file action|Erreur dans un champ de l'action sur fichier
    305|-|File locked|Fichier verrouillé
    306|-|File action not successful|Action sur fichier impossible
    307|-|Format error in the file data|Erreur de format des données du fichier
    308|F|Duplicate, new record rejected|Enregistrement dupliqué, nouveau rejeté
    309|-|Unknown file|Fichier inconnu
    400|-|Reversal accepted|Annulation acceptée
    500|-|Reconciled, in balance|Rapproché, équilibré
    501|-|Reconciled, out of balance|Rapproché, déséquilibré
    502|-|Amount not reconciled, totals provided|Montant non rapproché, totaux fournis
    503|-|Totals for reconciliation not available|Totaux de rapprochement indisponibles
    504|-|Not reconciled, totals provided|Non rapproché, totaux fournis
    600|-|Administrative message accepted|Message administratif accepté
    601|-|Original transaction not found|Transaction d'origine introuvable
    602|-|Invalid transaction reference number|Référence de transaction invalide
    603|-|Reference number and card do not match|Référence et carte incompatibles
    604|-|Photograph not available|Photographie indisponible
    605|-|Requested item supplied|Pièce demandée fournie
    606|-|Required documentation not available|Justificatif requis indisponible
    680|-|List ready|Liste prête
    681|-|List not ready|Liste non prête
    700|-|Fee collection accepted|Perception de frais acceptée
    800|-|Network management accepted|Gestion de réseau acceptée
    900|-|Advice acknowledged, no liability accepted|Avis reçu, sans engagement financier
    901|-|Advice acknowledged, liability accepted|Avis reçu, engagement financier accepté
    902|-|Invalid transaction|Transaction invalide
    903|-|Enter the transaction again|Répéter la transaction
    904|-|Format error|Erreur de format
    905|-|Acquirer not supported by the switch|Acquéreur non géré par le commutateur
    906|-|Cut-over in process|Arrêté comptable en cours
    907|-|Issuer or switch inoperative|Émetteur ou commutateur hors service
    908|-|No route to the destination|Destinataire introuvable
    909|-|System malfunction|Dysfonctionnement du système
    910|-|Issuer signed off|Émetteur déconnecté
    911|-|Issuer timed out|Émetteur sans réponse dans le délai
    912|-|Issuer unavailable|Émetteur indisponible
    913|-|Duplicate transmission|Transmission dupliquée
    914|-|Original transaction cannot be traced|Transaction d'origine non retrouvée
    915|-|Reconciliation cut-over or checkpoint error|Erreur d'arrêté ou de point de reprise
    916|-|MAC incorrect|Sceau incorrect
    917|-|MAC key synchronisation error|Clé de sceau désynchronisée
    918|-|No communication keys available|Aucune clé de communication disponible
    919|-|Encryption key synchronisation error|Clé de chiffrement désynchronisée
    920|-|Security error, try again|Erreur de sécurité, réessayer
    921|-|Security error, no action|Erreur de sécurité, aucune action
    922|-|Message number out of sequence|Numéro de message hors séquence
    923|-|Request in progress|Demande en cours
    950|-|Violation of business arrangement|Accord commercial non respecté
    """

  /// ISO 8583:2003 in the form of the CMF: the action codes of 1993 with a zero after the class,
  /// and 0004, 1032, 1035, 1040, 1045, 1047 and 1806 of its own.
  ///
  /// Published lists of the CMF contradict one another from 1018 on; this one keeps the meanings of
  /// 1993, as the issuer's decisions do.
  static let iso2003Text = """
    0000|A|Approved|Acceptée
    0001|A|Honour with identification|Accepter après identification
    0002|A|Approved for a partial amount|Acceptée pour un montant partiel
    0003|A|Approved (VIP)|Acceptée (VIP)
    0004|A|Purchase approved, cash-back not|Achat accepté, remise d'espèces non
    1000|-|Do not honour|Ne pas honorer
    1001|-|Expired card|Carte expirée
    1002|-|Suspected fraud|Suspicion de fraude
    1003|-|Contact the acquirer|Contacter l'acquéreur
    1004|-|Restricted card|Carte restreinte
    1005|-|Call acquirer security|Appeler la sécurité de l'acquéreur
    1006|-|PIN tries exceeded|Nombre d'essais du code dépassé
    1007|-|Refer to card issuer|Contacter l'émetteur
    1008|-|Refer to card issuer, special conditions|Contacter l'émetteur, conditions spéciales
    1009|-|Invalid merchant|Accepteur invalide
    1010|-|Invalid amount|Montant invalide
    1011|-|Invalid card number|Numéro de carte invalide
    1012|-|PIN data required|Code confidentiel requis
    1013|-|Unacceptable fee|Frais inacceptables
    1014|-|No account of the requested type|Pas de compte du type demandé
    1015|-|Requested function not supported|Fonction demandée non gérée
    1016|-|Insufficient funds|Provision insuffisante
    1017|-|Incorrect PIN|Code confidentiel erroné
    1018|-|No card record|Carte absente du fichier
    1019|-|Transaction not permitted to the holder|Transaction non permise à ce porteur
    1020|-|Transaction not permitted to the terminal|Transaction non permise à ce terminal
    1021|-|Exceeds the amount limit|Plafond de montant dépassé
    1022|-|Security violation|Règles de sécurité non respectées
    1023|-|Exceeds the frequency limit|Nombre de transactions dépassé
    1024|-|Violation of law|Infraction à la loi
    1025|-|Card not effective|Carte pas encore valide
    1026|-|Invalid PIN block|Bloc PIN invalide
    1027|-|PIN length error|Longueur du code erronée
    1028|-|PIN key synchronisation error|Clé de code désynchronisée
    1029|-|Suspected counterfeit card|Suspicion de contrefaçon
    1032|-|Lost or stolen card|Carte perdue ou volée
    1035|-|Closed account|Compte clos
    1040|-|Bad debt|Créance douteuse
    1045|-|Card verification value wrong|Cryptogramme visuel erroné
    1047|-|PIN change required|Changement de code requis
    1806|-|Card not active|Carte non active
    2000|P|Do not honour, pick up|Ne pas honorer, conserver la carte
    2001|P|Expired card, pick up|Carte expirée, conserver la carte
    2002|P|Suspected fraud, pick up|Suspicion de fraude, conserver la carte
    2003|P|Contact the acquirer, pick up|Contacter l'acquéreur, conserver la carte
    2004|P|Restricted card, pick up|Carte restreinte, conserver la carte
    2005|P|Call acquirer security, pick up|Appeler la sécurité acquéreur, conserver la carte
    2006|P|PIN tries exceeded, pick up|Nombre d'essais du code dépassé, conserver la carte
    2007|P|Special conditions, pick up|Conditions spéciales, conserver la carte
    2008|P|Lost card, pick up|Carte perdue, conserver la carte
    2009|P|Stolen card, pick up|Carte volée, conserver la carte
    2010|P|Suspected counterfeit card, pick up|Suspicion de contrefaçon, conserver la carte
    3000|F|File action successful|Action sur fichier réussie
    3001|-|File action not supported|Action sur fichier non gérée par le destinataire
    3002|-|Record not found in the file|Enregistrement introuvable dans le fichier
    3003|F|Duplicate record, old one replaced|Enregistrement dupliqué, ancien remplacé
    3004|-|Error in a field of the file action|Erreur dans un champ de l'action sur fichier
    3005|-|File locked|Fichier verrouillé
    3006|-|File action not successful|Action sur fichier impossible
    3007|-|Format error in the file data|Erreur de format des données du fichier
    3008|F|Duplicate, new record rejected|Enregistrement dupliqué, nouveau rejeté
    3009|-|Unknown file|Fichier inconnu
    4000|-|Reversal accepted|Annulation acceptée
    5000|-|Reconciled, in balance|Rapproché, équilibré
    5001|-|Reconciled, out of balance|Rapproché, déséquilibré
    5002|-|Amount not reconciled, totals provided|Montant non rapproché, totaux fournis
    5003|-|Totals for reconciliation not available|Totaux de rapprochement indisponibles
    5004|-|Not reconciled, totals provided|Non rapproché, totaux fournis
    6000|-|Administrative message accepted|Message administratif accepté
    6001|-|Original transaction not found|Transaction d'origine introuvable
    6002|-|Invalid transaction reference number|Référence de transaction invalide
    6003|-|Reference number and card do not match|Référence et carte incompatibles
    6004|-|Photograph not available|Photographie indisponible
    6005|-|Requested item supplied|Pièce demandée fournie
    6006|-|Required documentation not available|Justificatif requis indisponible
    6080|-|List ready|Liste prête
    6081|-|List not ready|Liste non prête
    7000|-|Fee collection accepted|Perception de frais acceptée
    8000|-|Network management accepted|Gestion de réseau acceptée
    9000|-|Advice acknowledged, no liability accepted|Avis reçu, sans engagement financier
    9001|-|Advice acknowledged, liability accepted|Avis reçu, engagement financier accepté
    9002|-|Invalid transaction|Transaction invalide
    9003|-|Enter the transaction again|Répéter la transaction
    9004|-|Format error|Erreur de format
    9005|-|Acquirer not supported by the switch|Acquéreur non géré par le commutateur
    9006|-|Cut-over in process|Arrêté comptable en cours
    9007|-|Issuer or switch inoperative|Émetteur ou commutateur hors service
    9008|-|No route to the destination|Destinataire introuvable
    9009|-|System malfunction|Dysfonctionnement du système
    9010|-|Issuer signed off|Émetteur déconnecté
    9011|-|Issuer timed out|Émetteur sans réponse dans le délai
    9012|-|Issuer unavailable|Émetteur indisponible
    9013|-|Duplicate transmission|Transmission dupliquée
    9014|-|Original transaction cannot be traced|Transaction d'origine non retrouvée
    9015|-|Reconciliation cut-over or checkpoint error|Erreur d'arrêté ou de point de reprise
    9016|-|MAC incorrect|Sceau incorrect
    9017|-|MAC key synchronisation error|Clé de sceau désynchronisée
    9018|-|No communication keys available|Aucune clé de communication disponible
    9019|-|Encryption key synchronisation error|Clé de chiffrement désynchronisée
    9020|-|Security error, try again|Erreur de sécurité, réessayer
    9021|-|Security error, no action|Erreur de sécurité, aucune action
    9022|-|Message number out of sequence|Numéro de message hors séquence
    9023|-|Request in progress|Demande en cours
    9050|-|Violation of business arrangement|Accord commercial non respecté
    """
}
