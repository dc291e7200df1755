import ArgumentParser
import CardCore
import CardRegistry
import PaymentCrypto

/// What every act on cards takes beside the card.
struct ActOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Why, in English or French; a wrong word lists those of the act.", valueName: "reason"))
  var reason: String?

  @Option(help: ArgumentHelp("Which way it came.", valueName: "channel"))
  var channel: String = "branch"

  @Option(
    help: ArgumentHelp(
      "The same command under the same key is done once; a key is drawn if none is given.",
      valueName: "key"))
  var idempotencyKey: String?

  @OptionGroup var registry: RegistryOptions

  @OptionGroup var output: OutputOptions

  @Option(help: "The language of the text.")
  var lang: Language?

  @Flag(name: [.customShort("n"), .long], help: "Say what would come of it and change nothing.")
  var dryRun = false

  var language: Language { lang ?? .ofLocale }

  func resolvedChannel() throws(CommandError) -> Channel {
    guard let channel = Channel(rawValue: channel) else {
      let names = Channel.allCases.map(\.rawValue)
      throw CommandError(
        "no such channel",
        hint: Suggestion.hint(for: self.channel, among: names)
          ?? "channels are " + names.joined(separator: ", "),
        .usage, code: "unknownChannel")
    }
    return channel
  }

  /// The reason that was given, if it is one of the verb's.
  func resolvedReason(of verb: Verb) throws(CommandError) -> Reason? {
    try reason.map { text throws(CommandError) in
      try ReasonWords.reason(text, among: Reason.all(of: verb))
    }
  }

  func context(of session: RegistrySession) -> ActContext {
    ActContext(person: session.person, time: session.time, isDryRun: dryRun)
  }

  /// The key that was given, or a new one.
  func key() -> String {
    if let idempotencyKey { return idempotencyKey }
    var random = SecureRandom()
    let numbers = [random.next(), random.next()]
    return "drawn-" + numbers.map { HexText.text(of: Self.bytes($0)) }.joined()
  }

  private static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
  }
}

/// Times as options give them.
enum TimeText {
  /// - Throws: 64 for a text that is no time.
  static func instant(_ text: String, _ option: String) throws(CommandError) -> Instant {
    do throws(Instant.ParseError) {
      return try Instant(rfc3339: text)
    } catch {
      throw CommandError("\(option): \(error)", .usage, code: "badTime")
    }
  }
}
