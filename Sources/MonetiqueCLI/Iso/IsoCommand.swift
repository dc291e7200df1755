import ArgumentParser

/// `monetique iso`.
struct IsoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iso", abstract: "ISO 8583 messages and their specs.",
    subcommands: [
      IsoDecodeCommand.self, IsoEncodeCommand.self, IsoDoctorCommand.self, IsoDiffCommand.self,
      IsoRedactCommand.self, IsoClearingCommand.self, IsoSpecsCommand.self,
    ])
}

/// The help of options that several commands have.
enum SharedHelp {
  static let spec: ArgumentHelp = ArgumentHelp(
    "The spec of the messages: a built-in NAME, a FILE, or FILE#NAME.", valueName: "spec")
  static let specOfMessage: ArgumentHelp = ArgumentHelp(
    "The spec to write the messages in; else each message's own, if it is built in.",
    valueName: "spec")
  static let framing: ArgumentHelp = ArgumentHelp(
    """
    How messages follow one another: binary2, ascii4, hexlines, vbs-1014 …; a header behind \
    the length is named too, as in binary2+tpdu5.
    """,
    valueName: "name")
  static let testData: ArgumentHelp =
    "Show everything in full. By this you assert that the data are test data."
}
