import ArgumentParser
import CardCore
import CardRegistry

/// `monetique operator`.
struct OperatorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operator", abstract: "Who may act on a registry, and as what.",
    subcommands: [OperatorSetCommand.self, OperatorListCommand.self])
}

/// `monetique operator set`.
struct OperatorSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Make a user an operator, or give an operator other roles.",
    discussion: """
      A supervisor does it. The roles are those from now on, in place of others.
      """)

  @Argument(help: "The name of the user in the operating system.")
  var name: String

  @Option(
    help: ArgumentHelp(
      "A role: clerk, checker, supervisor, compliance, system, monitor or auditor; once or more.",
      valueName: "role"))
  var role: [String]

  @OptionGroup var options: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func run() throws {
    var roles: Set<Role> = []
    for name in role {
      guard let role = Role(rawValue: name) else {
        throw CommandError(
          "no such role",
          hint: Suggestion.hint(for: name, among: Role.allCases.map(\.rawValue))
            ?? "roles are " + Role.allCases.map(\.rawValue).joined(separator: ", "),
          .usage, code: "unknownRole")
      }
      roles.insert(role)
    }
    let session = try options.open()
    let person = Operator(name: name, roles: roles)
    try session.perform { registry throws(RegistryError) in
      try registry.set(person, by: session.person, at: session.time, isDryRun: dryRun)
    }
    try OperatorReport(operators: [person]).show(as: output.resolved, isDryRun: dryRun)
  }
}

/// `monetique operator list`.
struct OperatorListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the operators with their roles.")

  @OptionGroup var options: RegistryOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    let session = try options.open()
    let operators = try session.perform { registry throws(RegistryError) in
      try registry.operators()
    }
    try OperatorReport(operators: operators).show(as: output.resolved, isDryRun: nil)
  }
}

/// Operators as they are printed.
struct OperatorReport {
  let operators: [Operator]

  func show(as format: OutputFormat, isDryRun: Bool?) throws(CommandError) {
    var console = Console()
    switch format {
    case .table:
      let rows = operators.map { person in
        [TextColumns.printable(person.name), roles(person).joined(separator: ", ")]
      }
      for line in TextColumns.lines([["operator", "roles"]] + rows) { try console.line(line) }
    case .json, .ndjson:
      try console.write(
        operators, under: "operators", schema: "monetique-operators/1", isDryRun: isDryRun
      ) { person, writer in
        writer.beginObject()
        writer.field("name", person.name)
        writer.beginArray("roles")
        for role in roles(person) { writer.string(role) }
        writer.endArray()
        writer.endObject()
      }
    }
    try console.flush()
  }

  private func roles(_ person: Operator) -> [String] {
    Role.allCases.filter(person.roles.contains).map(\.rawValue)
  }
}
