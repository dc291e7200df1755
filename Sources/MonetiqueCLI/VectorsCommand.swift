import ArgumentParser

/// `monetique vectors`.
struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors", abstract: "Test vectors.", subcommands: [VectorsCheckCommand.self])
}
