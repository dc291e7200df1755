public import CardRegistry

/// The words of all letters in one language, as a file holds them.
///
/// A section a letter, `[block]`: `subject:` and the paragraphs, which blank lines separate.
/// `{name}` stands for a ``LetterFact``; a paragraph that begins with `?name:` is left out where
/// that fact is not known. `[frame]` holds what all letters share. A line that begins with `#` is a
/// comment.
public struct LetterTemplates: Hashable, Sendable {
  /// What is wrong with a file, and on which line of it.
  public struct FormError: Error, Hashable, Sendable, CustomStringConvertible {
    public let line: Int
    public let message: String
    public var description: String { "line \(line): \(message)" }
  }

  /// A piece of text that stays, or a fact that takes its place.
  enum Piece: Hashable, Sendable {
    case text(String)
    case fact(LetterFact)
  }

  struct Paragraph: Hashable, Sendable {
    /// The fact without which it is left out.
    let condition: LetterFact?
    let pieces: [Piece]
  }

  struct Template: Hashable, Sendable {
    let subject: [Piece]
    let paragraphs: [Paragraph]

    /// Every fact that is said whenever the letter is.
    var said: Set<LetterFact> {
      Set((subject + paragraphs.filter { $0.condition == nil }.flatMap(\.pieces)).compactMap(fact))
    }

    /// Every fact that may be said.
    var mentioned: Set<LetterFact> {
      Set((subject + paragraphs.flatMap(\.pieces)).compactMap(fact))
    }

    private func fact(_ piece: Piece) -> LetterFact? {
      if case .fact(let fact) = piece { fact } else { nil }
    }
  }

  public let language: HolderLanguage
  /// `date`, `reference`, `subject`, `salutation`, `farewell`.
  let frame: [String: [Piece]]
  let letters: [LetterKind: Template]

  static let frameNames = ["date", "reference", "subject", "salutation", "farewell"]

  /// Reads a file, which has to hold every letter, each with all that it has to say.
  ///
  /// - Throws: ``FormError``.
  public init(_ text: String, _ language: HolderLanguage) throws(FormError) {
    var reading = LetterTemplateReading()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      try reading.take(line)
    }
    try reading.finish()
    self.language = language
    frame = reading.frame
    letters = reading.letters
  }

  /// The words that come with this program.
  public static func standard(_ language: HolderLanguage) -> LetterTemplates {
    let bytes =
      switch language {
      case .french: PackageResources.letters_fr_txt
      case .english: PackageResources.letters_en_txt
      }
    do throws(FormError) {
      return try LetterTemplates(String(decoding: bytes, as: UTF8.self), language)
    } catch {
      preconditionFailure("the letters that come with the program are well formed: \(error)")
    }
  }
}
