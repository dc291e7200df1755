internal import CardCore
public import CardRegistry
internal import PaymentCrypto

/// A letter to a holder: every word that it says, apart from how it is laid out.
///
/// The same facts give the same bytes, as text and as a page to print.
public struct Letter: Hashable, Sendable {
  public let kind: LetterKind
  public let language: HolderLanguage
  /// Name and address of who writes.
  public let sender: [String]
  /// Name and address of whom it is for.
  public let recipient: [String]
  /// Place and day.
  public let date: String
  public let reference: String
  public let subject: String
  /// From the salutation to the farewell.
  public let paragraphs: [String]

  /// The SHA-256 of ``text``, 32 bytes.
  public var hash: [UInt8] { SHA256.hash(text) }
}

extension SHA256 {
  static func hash(_ text: String) -> [UInt8] {
    var hash = SHA256.prepared()
    hash.update(Array(text.utf8).span)
    return hash.finish()
  }
}

extension Letter {
  /// The letter as a JSON object on one line, as it is kept.
  public var json: String {
    var writer = JSONWriter(byteCapacity: 4_096)
    writer.beginObject()
    writer.field("letter", kind.rawValue)
    writer.field("language", language.rawValue)
    writer.texts("sender", sender)
    writer.texts("recipient", recipient)
    writer.field("date", date)
    writer.field("reference", reference)
    writer.field("subject", subject)
    writer.texts("paragraphs", paragraphs)
    writer.endObject()
    return writer.text
  }

  /// Reads the text that ``json`` writes; nil for any other.
  public init?(json text: String) {
    guard let value = try? JSONReader().read(text),
      let kind = value["letter"]?.string.flatMap(LetterKind.init(rawValue:)),
      let language = value["language"]?.string.flatMap(HolderLanguage.init(rawValue:)),
      let date = value["date"]?.string, let reference = value["reference"]?.string,
      let subject = value["subject"]?.string
    else { return nil }
    self.kind = kind
    self.language = language
    sender = Letter.texts(value["sender"])
    recipient = Letter.texts(value["recipient"])
    self.date = date
    self.reference = reference
    self.subject = subject
    paragraphs = Letter.texts(value["paragraphs"])
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    value?.array?.compactMap(\.string) ?? []
  }
}

extension JSONWriter {
  fileprivate mutating func texts(_ name: String, _ texts: [String]) {
    beginArray(name)
    for text in texts { string(text) }
    endArray()
  }
}
