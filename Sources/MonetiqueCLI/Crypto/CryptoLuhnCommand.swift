import ArgumentParser
import CardCore

/// `monetique crypto luhn`.
struct CryptoLuhnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "luhn", abstract: "The check digit of a card number.",
    subcommands: [CryptoLuhnCheckCommand.self, CryptoLuhnDigitCommand.self])
}

/// `monetique crypto luhn check`.
struct CryptoLuhnCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say whether the last digit of a number is right.",
    discussion: "The exit code is 6 if it is not.")

  @Argument(help: CryptoHelp.input)
  var input: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let digits = try SecretInput.line(of: input)
    let holds = digits.withBytes { Digits.luhnHolds($0) }
    try CryptoOutput.verdict("monetique-luhn/1", holds, as: output.resolved)
  }
}

/// `monetique crypto luhn digit`.
struct CryptoLuhnDigitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digit", abstract: "The check digit to put behind a number.")

  @Argument(help: CryptoHelp.input)
  var input: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let digits = try SecretInput.line(of: input)
    guard let digit = digits.withBytes({ Digits.luhnCheckDigit(for: $0) }) else {
      throw CommandError("expected digits only", .badData, code: "invalidDigits")
    }
    var result = CryptoOutput("monetique-luhn/1")
    result.add("checkDigit", "", String(decoding: [digit], as: UTF8.self))
    try result.show(as: output.resolved)
  }
}
