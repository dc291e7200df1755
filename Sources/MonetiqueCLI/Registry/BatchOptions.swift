import ArgumentParser

/// Acts on many cards, which a file names.
struct BatchOptions: ParsableArguments {
  /// What becomes of the rest of a batch when a line is refused.
  enum OnError: String, CaseIterable, ExpressibleByArgument {
    case stop
    case `continue`
    case atomic
  }

  @Option(
    help: ArgumentHelp(
      "CSV with a column card or pan, and perhaps reason and key; - for standard input.",
      valueName: "file"))
  var batch: String?

  @Option(
    help: "With --batch: what becomes of the rest when a line is refused; atomic does none at all.")
  var onError = OnError.stop

  @Option(help: ArgumentHelp("With --batch: what came of each line, as CSV.", valueName: "file"))
  var result: String?
}
