internal import CardCore
public import CardRegistry

/// Writes the letters that items of the outbox ask for.
///
///     let writer = LetterWriter(sender: sender)
///     let letter = try writer.letter(try registry.facts(ofItem: 12), on: day)
public struct LetterWriter: Sendable {
  public let sender: LetterSender
  private let templates: [HolderLanguage: LetterTemplates]
  private let rules: Rulebook

  /// - Parameter templates: In place of the ones that come with the program, for their languages.
  public init(
    sender: LetterSender, templates: [LetterTemplates] = [], rules: Rulebook = .standard
  ) {
    self.sender = sender
    self.rules = rules
    var byLanguage: [HolderLanguage: LetterTemplates] = [:]
    for language in HolderLanguage.allCases {
      byLanguage[language] =
        templates.last { $0.language == language } ?? LetterTemplates.standard(language)
    }
    self.templates = byLanguage
  }

  /// Writes one letter, in the language of its holder.
  ///
  /// - Parameter day: Its date: the day on which it leaves.
  /// - Throws: ``LetterRefusal``: what is missing, all of it at once, or why it may not be written.
  public func letter(_ facts: OutboxFacts, on day: Day) throws(LetterRefusal) -> Letter {
    guard let kind = LetterKind(facts) else { throw .noLetter }
    try check(facts, kind, on: day)
    let language = facts.holder.language
    guard let templates = templates[language], let template = templates.letters[kind] else {
      preconditionFailure("there is a template of every letter in every language")
    }
    let words = LetterWords(language: language)
    var texts = LetterFacts(facts, kind, sender, words, rules).texts
    texts[.day] = words.day(day)
    try checkWhole(texts, kind)
    texts[.subject] = Self.fill(template.subject, texts)
    let body = template.paragraphs.filter { paragraph in
      paragraph.condition.map { texts[$0] != nil } ?? true
    }.map { Self.fill($0.pieces, texts) }
    func framed(_ name: String) -> String { Self.fill(templates.frame[name] ?? [], texts) }
    return Letter(
      kind: kind, language: language, sender: [sender.name ?? ""] + sender.address,
      recipient: [facts.holder.name] + facts.holder.address, date: framed("date"),
      reference: framed("reference"), subject: framed("subject"),
      paragraphs: [framed("salutation")] + body + [framed("farewell")])
  }

  /// What forbids the letter, whatever is known.
  private func check(
    _ facts: OutboxFacts, _ kind: LetterKind, on day: Day
  ) throws(LetterRefusal) {
    switch kind {
    case .block:
      if isForbidden(facts.command?.reason, facts) { throw .noticeForbidden }
    case .unblock:
      // That a card stays blocked says that there is another cause.
      let left = facts.card?.blocks ?? []
      if left.contains(where: { isForbidden($0.reason, facts) }) { throw .noticeForbidden }
    case .pinNotice:
      if facts.state.cards.contains(where: { $0.shippedOn == day }) { throw .cardLeavesThatDay }
    default: break
    }
  }

  private func isForbidden(_ reason: Reason?, _ facts: OutboxFacts) -> Bool {
    guard let reason else { return false }
    return rules.rule(of: reason, on: Day(of: facts.record.time))?.notice == .forbidden
  }

  private func checkWhole(
    _ texts: [LetterFact: String], _ kind: LetterKind
  ) throws(LetterRefusal) {
    let everyLetter: [LetterFact] = [.holder, .address, .sender, .senderAddress, .city]
    let missing = (everyLetter + kind.required).filter { texts[$0] == nil }
    guard missing.isEmpty else { throw .missing(missing) }
  }

  private static func fill(
    _ pieces: [LetterTemplates.Piece], _ texts: [LetterFact: String]
  ) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .fact(let fact): texts[fact] ?? ""
      }
    }.joined()
  }
}
