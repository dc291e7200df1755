import CardCore

/// One thing that a code means.
struct Explanation {
  var code: String
  var kind: Kind
  /// Whose list of codes, for response codes.
  var dialect: String?
  var text: String

  /// What sort of code it is.
  enum Kind: String, CaseIterable {
    case responseCode, messageType, element, tag, category, currency, country, exitCode, parseError
    case reason, refusal

    /// The word that chooses it on the command line.
    var word: String {
      switch self {
      case .responseCode: "response"
      case .messageType: "mti"
      case .element: "de"
      case .tag: "tag"
      case .category: "mcc"
      case .currency: "currency"
      case .country: "country"
      case .exitCode: "exit"
      case .parseError: "error"
      case .reason: "reason"
      case .refusal: "refusal"
      }
    }

    func label(in language: Language) -> String {
      switch (self, language) {
      case (.responseCode, .english): "response code"
      case (.responseCode, .french): "code réponse"
      case (.messageType, .english): "message type"
      case (.messageType, .french): "type de message"
      case (.element, .english): "data element"
      case (.element, .french): "champ"
      case (.tag, .english): "chip data tag"
      case (.tag, .french): "étiquette de puce"
      case (.category, .english): "merchant category"
      case (.category, .french): "catégorie de commerçant"
      case (.currency, .english): "currency"
      case (.currency, .french): "devise"
      case (.country, .english): "country"
      case (.country, .french): "pays"
      case (.exitCode, .english): "exit code"
      case (.exitCode, .french): "code de sortie"
      case (.parseError, .english): "parse error"
      case (.parseError, .french): "erreur de lecture"
      case (.reason, .english): "reason"
      case (.reason, .french): "motif"
      case (.refusal, .english): "refusal"
      case (.refusal, .french): "refus"
      }
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("code", code)
    writer.field("kind", kind.rawValue)
    if let dialect { writer.field("dialect", dialect) }
    writer.field("text", text)
    writer.endObject()
  }
}
