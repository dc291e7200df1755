import ArgumentParser
import CardCore
import CardRegistry

/// `monetique registry`.
struct RegistryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry", abstract: "The file that holds the cards and their audit trail.",
    subcommands: [RegistryInitCommand.self])
}

/// `monetique registry init`.
struct RegistryInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a registry, and its keys in the key file.",
    discussion: """
      The registry is one SQLite file of mode 0600. Its three keys (registry.token, registry.pan, \
      registry.audit) are drawn into the key file where it does not have them; without them the \
      registry cannot be opened again. Whoever makes it is its first operator, a supervisor.
      """)

  @OptionGroup var options: RegistryOptions

  @Flag(help: "Take --operator and --now from now on, for trials; never for real cards.")
  var testClock = false

  @OptionGroup var output: OutputOptions

  @Flag(name: [.customShort("n"), .long], help: KeyHelp.dryRun)
  var dryRun = false

  func validate() throws {
    guard testClock || (options.person == nil && options.now == nil) else {
      throw ValidationError("--operator and --now are for registries made with --test-clock")
    }
  }

  func run() throws {
    let path = try options.path()
    guard !POSIXFile.exists(path) else {
      throw CommandError("\(path): there already", .refused, code: "fileExists", path: path)
    }
    let supervisor = if let person = options.person { person } else { try POSIXFile.userName() }
    let time = try options.time()
    var file = try KeyFile(options.file, changes: true)
    let drawn = try RegistryKeyring.complete(&file)
    let keys = try RegistryKeyring.keys(in: &file)
    if !dryRun {
      // The keys first: a registry whose keys are lost is lost too.
      if !drawn.isEmpty { try file.save() }
      _ = try RegistryNotice.mapping { () throws(RegistryError) in
        try Registry.create(
          at: path, keys: keys, isTestClock: testClock, supervisor: supervisor, at: time)
      }
    }
    try show(path, file.path, supervisor, drawn)
  }

  private func show(
    _ path: String, _ keyPath: String, _ supervisor: String, _ drawn: [String]
  ) throws(CommandError) {
    var console = Console()
    switch output.resolved {
    case .table:
      for name in drawn { try console.line("\(keyPath): a new key \(name)") }
      try console.line("\(path): a registry without cards")
      try console.line("\(supervisor) is its supervisor")
    case .json, .ndjson:
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-registry-init/1")
      writer.field("dryRun", dryRun)
      writer.field("registry", path)
      writer.field("supervisor", supervisor)
      writer.field("testClock", testClock)
      writer.beginArray("newKeys")
      for name in drawn { writer.string(name) }
      writer.endArray()
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    }
    try console.flush()
  }
}
