import ArgumentParser
import CardCore
import CardOffice
import CardRegistry

/// Which items of the outbox are meant: the same in every command.
struct OutboxSelection: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only of this kind, such as notice, fileActionAdd, letter (all letters) or fileAction.",
      valueName: "kind"))
  var kind: [String] = []

  @Option(help: ArgumentHelp("Only about this card.", valueName: "number"))
  var card: Int64?

  @Option(help: ArgumentHelp("Only about this, such as pan:3.", valueName: "subject"))
  var subject: String?

  @Flag(help: "Only what is due by now.")
  var due = false

  func validate() throws {
    guard card == nil || subject == nil else {
      throw ValidationError("--card and --subject each say what it is about: give one")
    }
  }

  /// - Throws: 64 for a kind that there is not.
  func filter(at time: Instant) throws(CommandError) -> OutboxFilter {
    var filter = OutboxFilter()
    for name in kind { filter.kinds += try OutboxKinds.kinds(named: name) }
    filter.subject = card.map { "card:\($0)" } ?? subject
    filter.dueBy = due ? time : nil
    return filter
  }
}

/// The kinds of items, and the names of groups of them.
enum OutboxKinds {
  /// What is written to holders.
  ///
  /// PIN letters leave with their PINs, by `card pin print`.
  static let letters = LetterKind.itemKinds.filter { $0 != Effect.Kind.pinLetter.rawValue }
  static let fileActions = [
    Effect.Kind.fileActionAdd, .fileActionUpdate, .fileActionDelete,
  ].map(\.rawValue)

  /// The kinds that a name stands for.
  ///
  /// - Throws: 64 for a name of none.
  static func kinds(named name: String) throws(CommandError) -> [String] {
    switch name {
    case "letter", "lettre": return letters
    case "fileAction": return fileActions
    default:
      let names =
        Effect.Kind.allCases.map(\.rawValue) + [RestitutionDemand.kind]
        + ProductionBatch.Kind.allCases.map(\.rawValue)
      if names.contains(name) { return [name] }
      throw CommandError(
        "no such kind of item",
        hint: Suggestion.hint(for: name, among: ["letter", "fileAction"] + names)
          ?? "kinds are letter, fileAction, " + names.joined(separator: ", "),
        .usage, code: "unknownKind")
    }
  }

  private static let labels = [
    RestitutionDemand.kind: Labels("demand before a withdrawal", "mise en demeure avant retrait")
  ]

  /// What a person reads in place of a kind.
  static func label(_ kind: String, _ language: Language) -> String {
    guard
      let labels = labels[kind] ?? Effect.Kind(rawValue: kind)?.labels
        ?? ProductionBatch.Kind(rawValue: kind)?.labels
    else { return kind }
    return language == .french ? labels.french : labels.english
  }

  static func label(_ status: OutboxItem.Status, _ language: Language) -> String {
    switch (status, language) {
    case (.waiting, .english): "waiting"
    case (.waiting, .french): "en attente"
    case (.sent, .english): "handed over"
    case (.sent, .french): "remis"
    case (.refused, .english): "not taken"
    case (.refused, .french): "non pris"
    case (.done, .english): "done"
    case (.done, .french): "fait"
    }
  }
}
