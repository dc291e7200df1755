import ArgumentParser
import CardCore

/// `monetique explain`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what codes mean, without a network.",
    discussion: """
      A CODE is a response code (51), a message type (0110), a data element (DE 39), a tag of chip \
      data (9F26), a merchant category (5411), a currency (978, EUR), a country (250, FR), an exit \
      code (exit 65), the code of a parse error (lengthOverMaximum), a reason of an act on a card \
      (suspectedFraud) or of its refusal (otherCauses). All that a code can mean is listed; a word \
      before it chooses: DE, MTI, MCC, tag, currency, country, response, exit, reason, refusal.
      """)

  @Argument(help: "What to explain.")
  var codes: [String]

  @Option(help: "The language of the explanations.")
  var lang: Language?

  @OptionGroup var output: TableOptions

  func run() throws {
    let language = lang ?? .ofLocale
    var found: [Explanation] = []
    for question in Explanations.questions(codes) {
      let answers = Explanations.answers(to: question, in: language)
      guard !answers.isEmpty else { throw Explanations.unknown(question) }
      found += answers
    }
    var console = Console()
    switch output.resolved {
    case .table:
      for line in TextColumns.lines(found.map { [$0.code, $0.kind.label(in: language), $0.text] }) {
        try console.line(line)
      }
    case .csv:
      try console.line(CSVText.line(["code", "kind", "dialect", "text"]))
      for explanation in found {
        try console.line(
          CSVText.line([
            explanation.code, explanation.kind.rawValue, explanation.dialect ?? "",
            explanation.text,
          ]))
      }
    case .json:
      try console.write(found, under: "explanations", schema: "monetique-explanation/1") {
        $0.write(to: &$1)
      }
    case .ndjson:
      try console.writeLines(found) { $0.write(to: &$1) }
    }
    try console.flush()
  }
}
