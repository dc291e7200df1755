import ArgumentParser
import CardCore
import CardRegistry
import PaymentCrypto

/// Which registry, under which keys, and who acts when: the same in every command.
struct RegistryOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The file of the registry.", valueName: "file"))
  var registry: String?

  @OptionGroup var file: KeyFileOptions

  @Option(
    name: .customLong("operator"),
    help: ArgumentHelp(
      "Who acts, in a registry made with --test-clock; else the user of the system.",
      valueName: "name"))
  var person: String?

  @Option(
    help: ArgumentHelp(
      "What the time is, in a registry made with --test-clock; else the system's clock.",
      valueName: "RFC 3339 time"))
  var now: String?

  /// The registry's file as it was named.
  ///
  /// - Throws: 64 if none was.
  func path() throws(CommandError) -> String {
    guard let registry else {
      throw CommandError(
        "no registry is named", hint: "add --registry FILE; monetique registry init makes one",
        .usage, code: "noRegistry")
    }
    return registry
  }

  func open() throws(CommandError) -> RegistrySession {
    let path = try path()
    let keys = try RegistryKeyring.keys(of: file)
    let registry = try RegistryNotice.mapping { () throws(RegistryError) in
      try Registry(opening: path, keys: keys)
    }
    guard registry.isTestClock || (person == nil && now == nil) else {
      throw CommandError(
        "this registry takes neither --operator nor --now",
        hint: "operators are users of the system; registry init --test-clock makes one for trials",
        .notAllowed, code: "noTestClock", path: path)
    }
    let person = if let person { person } else { try POSIXFile.userName() }
    return RegistrySession(path: path, registry: registry, person: person, time: try time())
  }

  /// The time of the act.
  func time() throws(CommandError) -> Instant {
    try now.map { text throws(CommandError) in try TimeText.instant(text, "--now") }
      ?? POSIXFile.now()
  }
}

/// An open registry, and who acts when.
struct RegistrySession {
  let path: String
  let registry: Registry
  let person: String
  let time: Instant

  /// Does `body` with the registry, whose refusals become the command's.
  func perform<R>(_ body: (Registry) throws(RegistryError) -> R) throws(CommandError) -> R {
    try RegistryNotice.mapping { () throws(RegistryError) in try body(registry) }
  }
}
