import ArgumentParser

/// How a replay is kept going over ends of its process.
struct CheckpointOptions: ParsableArguments {
  @Option(
    name: .customLong("checkpoint"),
    help: ArgumentHelp(
      "Where to keep what a killed run goes on from; needs --alerts and --token-key.",
      valueName: "folder"))
  var folder: String?

  @Option(
    help: ArgumentHelp(
      "Write a checkpoint after so many; without it, at most a twentieth of the time goes there.",
      valueName: "messages"))
  var checkpointEvery: UInt64?

  @Flag(help: "Go on from a checkpoint though the rules say something else; their state may not.")
  var rulesChanged = false

  @Option(
    help: ArgumentHelp(
      "Stop with a checkpoint and 75 when the state is larger.", valueName: "bytes"))
  var maxState: Int?

  /// - Throws: ``CommandError`` 64 where something that checkpoints need is not there.
  func check(alerts: String?, tokenKey: String?) throws(CommandError) {
    if folder == nil {
      let given = [
        (checkpointEvery != nil, "--checkpoint-every"), (rulesChanged, "--rules-changed"),
        (maxState != nil, "--max-state"),
      ]
      if let (_, name) = given.first(where: \.0) {
        throw CommandError("\(name) needs --checkpoint", .usage, code: "badOption")
      }
      return
    }
    guard alerts != nil else {
      throw CommandError(
        "--checkpoint needs --alerts", hint: "standard output cannot be taken back", .usage,
        code: "badOption")
    }
    guard tokenKey != nil else {
      throw CommandError(
        "--checkpoint needs --token-key", hint: "cards must have the same tokens in every run",
        .usage, code: "badOption")
    }
    guard checkpointEvery != 0 else {
      throw CommandError(
        "--checkpoint-every takes a number from 1", .usage, code: "badOption")
    }
    guard maxState.map({ $0 > 0 }) ?? true else {
      throw CommandError("--max-state takes a number from 1", .usage, code: "badOption")
    }
  }
}
