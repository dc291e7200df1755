/// Where the bytes of one input come from.
enum InputSource: Equatable {
  case standardInput
  case file(String)
  /// Hexadecimal digits on the command line itself, blanks between them or not.
  case argument(String)

  /// `-` is standard input, `@FILE` and `FILE` a file; other hexadecimal digits are a message.
  init(_ argument: String) {
    let name = argument.hasPrefix("@") ? String(argument.dropFirst()) : argument
    if name == "-" {
      self = .standardInput
    } else if !argument.hasPrefix("@"), ArgumentText.isHexadecimal(name), !POSIXFile.exists(name) {
      self = .argument(name)
    } else {
      self = .file(name)
    }
  }

  /// A source that can only be a file or standard input, which nil is too.
  static func file(named argument: String?) -> InputSource {
    guard let argument, argument != "-", argument != "@-" else { return .standardInput }
    return .file(argument.hasPrefix("@") ? String(argument.dropFirst()) : argument)
  }

  /// What errors call it.
  var name: String {
    switch self {
    case .standardInput: "standard input"
    case .file(let path): path
    case .argument: "the argument"
    }
  }

  func read() throws(CommandError) -> [UInt8] {
    switch self {
    case .standardInput: try POSIXFile.read(nil)
    case .file(let path): try POSIXFile.read(path)
    case .argument(let text): Array(text.utf8)
    }
  }

  /// Reads a piece at a time, until `body` returns false.
  func forEachPiece(_ body: ([UInt8]) throws(CommandError) -> Bool) throws(CommandError) {
    switch self {
    case .standardInput: try POSIXFile.forEachPiece(of: nil, body)
    case .file(let path): try POSIXFile.forEachPiece(of: path, body)
    case .argument(let text): _ = try body(Array(text.utf8))
    }
  }

  /// The sources that the arguments name; standard input where there are none.
  static func all(_ arguments: [String]) -> [InputSource] {
    arguments.isEmpty ? [.standardInput] : arguments.map { InputSource($0) }
  }
}
