import CardCore
import CardRegistry

/// The outcome of an act as it is printed.
struct ActReport {
  let language: Language
  let isDryRun: Bool

  /// Prints what came of an act.
  ///
  /// - Throws: 8 where a second person must agree, 3 or 77 where it is refused.
  func show(_ outcomes: [Registry.Outcome], as format: OutputFormat) throws(CommandError) {
    var console = Console()
    var status = ExitStatus.done
    for outcome in outcomes {
      switch outcome {
      case .done(let answer): try show(answer, as: format, on: &console)
      case .waiting(let answer):
        try show(answer, as: format, on: &console)
        if !isDryRun { status = .waitingForApproval }
      case .refused(let refusal):
        try console.flush()
        throw Self.report(refusal, isJSON: format != .table)
      }
    }
    try console.flush()
    if status != .done { throw .silent(status) }
  }

  /// Says on standard error why it was refused.
  ///
  /// - Returns: What ends the command.
  static func report(_ refusal: Refusal, isJSON: Bool) -> CommandError {
    if isJSON {
      Console.note(refusal.json)
    } else {
      Console.note("error: " + refusal.message)
      if !refusal.allowed.isEmpty {
        Console.note(
          "hint: what can be done is "
            + refusal.allowed.map(\.rawValue)
            .joined(separator: ", "))
      }
    }
    return .silent(status(of: refusal))
  }

  static func status(of refusal: Refusal) -> ExitStatus {
    refusal.isForRole ? .notAllowed : .refused
  }

  private func show(
    _ answer: Registry.Answer, as format: OutputFormat, on console: inout Console
  ) throws(CommandError) {
    guard let value = try? JSONReader().read(answer.text) else {
      throw CommandError("an answer cannot be read", .integrityBroken, code: "damaged")
    }
    switch format {
    case .table:
      for line in ActText(value, language).lines(isRepeated: answer.isRepeated, isDryRun) {
        try console.line(line)
      }
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      for member in value.object?.members ?? [] { writer.field(member.name, member.value) }
      writer.field("repeated", answer.isRepeated)
      writer.field("dryRun", isDryRun)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
  }
}

/// The answer to an act in words.
struct ActText {
  private let answer: JSONValue
  private let language: Language

  init(_ answer: JSONValue, _ language: Language) {
    self.answer = answer
    self.language = language
  }

  func lines(isRepeated: Bool, _ isDryRun: Bool) -> [String] {
    var lines: [String] = []
    if isDryRun { lines.append(said("dry run: nothing is changed", "essai : rien n'est changé")) }
    if isRepeated {
      lines.append(said("done before under this key", "déjà fait sous cette clé"))
    }
    if let opposition = answer["opposition"] {
      lines += self.lines(of: opposition)
    } else {
      lines.append(line(of: text("status")))
      lines += replacementLines
    }
    return lines
  }

  private func lines(of opposition: JSONValue) -> [String] {
    let number = opposition["number"]?.string ?? ""
    let time = opposition["recorded"]?.string ?? ""
    let cards = (answer["cards"]?.array ?? []).compactMap { $0["card"]?.int.map(String.init) }
    let list = cards.joined(separator: ", ")
    return [
      said("opposition \(number), recorded at \(time)", "opposition \(number), reçue le \(time)"),
      said(
        "\(text("pan")): opposed for ever, cards \(list)",
        "\(text("pan")) : en opposition pour toujours, cartes \(list)"),
      said(
        "proof: monetique card certificate \(number)",
        "preuve : monetique carte certificat \(number)"),
    ]
  }

  /// The card that was ordered in the place of this one.
  private var replacementLines: [String] {
    if let replacement = answer["replacement"] {
      return ActText(replacement, language).lines(isRepeated: false, false)
    }
    let made = answer["cards"]?.array?.last
    guard ["replace", "renew"].contains(text("verb")), let card = made?["card"]?.int,
      let key = made?["key"]?.string
    else { return [] }
    return [
      said("successor: card \(card), \(key)", "remplaçante : carte \(card), \(key)")
    ]
  }

  private func line(of status: String) -> String {
    let card = answer["card"]?.int.map(String.init) ?? ""
    let state = CardState(rawValue: text("state"))
    let word = said(state?.labels.english ?? "", state?.labels.french ?? "")
    let head = said("\(text("pan")), card \(card)", "\(text("pan")), carte \(card)")
    switch status {
    case "waiting":
      let approval = answer["approval"]?.int.map(String.init) ?? ""
      return head
        + said(
          ": waits for a second person, approval \(approval)",
          " : attend une seconde personne, accord \(approval)")
    default: return head + said(": \(word)", " : \(word)")
    }
  }

  private func text(_ name: String) -> String { answer[name]?.string ?? "" }

  private func said(_ english: String, _ french: String) -> String {
    language == .french ? french : english
  }
}
