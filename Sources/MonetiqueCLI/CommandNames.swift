import ArgumentParser

/// The verbs that a command line may have, read off the commands themselves.
enum CommandNames {
  /// The hint for a command line that names a verb which its noun does not have; nil where every
  /// verb is known, or no name is near.
  static func hint(for arguments: [String], under root: any ParsableCommand.Type) -> String? {
    var command = root
    var path = [name(of: root)]
    for word in arguments {
      let inner = command.configuration.subcommands
      guard !inner.isEmpty, !word.hasPrefix("-") else { return nil }
      guard let next = inner.first(where: { names(of: $0).contains(word) }) else {
        let verbs = inner.flatMap(names)
        guard let hint = Suggestion.hint(for: word, among: verbs) else { return nil }
        return hint + " See \(path.joined(separator: " ")) --help"
      }
      command = next
      path.append(name(of: next))
    }
    return nil
  }

  private static func names(of command: any ParsableCommand.Type) -> [String] {
    [name(of: command)] + command.configuration.aliases
  }

  private static func name(of command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? ""
  }
}
