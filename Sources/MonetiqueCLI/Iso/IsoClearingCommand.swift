import ArgumentParser
import ISO8583

/// `monetique iso clearing`.
struct IsoClearingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clearing", abstract: "Clearing files like Mastercard's IPM, as a whole.",
    discussion: """
      Their records are also read by iso decode, compared by iso diff, redacted by iso redact and \
      judged by monitor replay, each of which finds out how such a file is written.
      """,
    subcommands: [IsoClearingCheckCommand.self, IsoClearingWriteCommand.self])

  /// - Throws: ``CommandError`` (64) unless `name` is that of a clearing file's framing.
  static func format(_ name: String) throws(CommandError) -> FrameFormat {
    guard let format = FrameFormat(name: name), case .vbs = format else {
      throw CommandError(
        "a clearing file is not framed as \(name)", hint: "its framing is vbs or vbs-1014", .usage,
        code: "unknownFraming")
    }
    return format
  }
}
