import CardCore
import ISO8583

/// One run of `iso decode`: reads inputs one after the other and prints their messages.
struct DecodeSession: ~Copyable {
  private let splitter: MessageSplitter
  private let format: TableFormat
  private let options: Message.ShowOptions
  private let paths: [String]
  private let isLenient: Bool
  private let language: Language
  private var console = Console()
  private var writer = JSONWriter()
  private var count = 0
  private var hasErrors = false

  init(
    splitter: MessageSplitter, format: TableFormat, options: Message.ShowOptions, paths: [String],
    isLenient: Bool, language: Language
  ) {
    self.splitter = splitter
    self.format = format
    self.options = options
    self.paths = paths
    self.isLenient = isLenient
    self.language = language
  }

  /// Prints the messages of `source`; those before an error too.
  mutating func decode(_ source: InputSource, isVerbose: Bool) throws(CommandError) {
    do throws(CommandError) {
      try decodeAll(source, isVerbose: isVerbose)
    } catch {
      try console.flush()
      throw error
    }
  }

  private mutating func decodeAll(_ source: InputSource, isVerbose: Bool) throws(CommandError) {
    if case .argument = source, !options.contains(.inFull) { try refuseCards(in: source) }
    let splitter = splitter
    // Shown when the next one is there, so that errors can say which of several it was.
    var last: [UInt8]?
    var index = 0
    let description = try splitter.forEach(in: source) { item throws(CommandError) in
      switch item {
      case .message(let bytes):
        if let last { try decode(last, which: " (message \(index) of \(source.name))") }
        last = bytes
        index += 1
      case .bad(let error, let goesOn):
        let which = index > 1 || goesOn ? " (message \(index) of \(source.name))" : ""
        if let last { try decode(last, which: which) }
        last = nil
        guard goesOn else { throw error }
        index += 1
        hasErrors = true
        try console.flush()
        if let notice = ErrorNotice(error) { Console.report(notice, isJSON: format.isJSON) }
      }
    }
    if isVerbose { Console.note("\(source.name): \(description)") }
    if let last {
      try decode(last, which: index > 1 ? " (message \(index) of \(source.name))" : "")
    }
  }

  /// - Parameter which: Of several messages, for errors.
  private mutating func decode(_ bytes: [UInt8], which: String) throws(CommandError) {
    let (message, error) = Message.reading(
      bytes, using: splitter.parser, options: isLenient ? .lenient : [])
    try show(message, error)
    guard let error else { return }
    hasErrors = true
    try console.flush()
    Console.report(ErrorNotice(error, of: which), isJSON: format.isJSON)
  }

  /// - Throws: 65 if a message could not be read whole.
  mutating func finish() throws(CommandError) {
    try console.flush()
    if hasErrors { throw .silent(.badData) }
  }

  private mutating func show(_ message: Message, _ error: ParseError?) throws(CommandError) {
    defer { count += 1 }
    switch format {
    case .table:
      if count > 0 { try console.line("") }
      let table = MessageTable(
        message: message, options: options, paths: paths, language: language)
      for line in table.lines { try console.line(line) }
      for deviation in message.deviations { Console.note("let through: \(deviation)") }
    case .csv:
      if count == 0 {
        try console.line(CSVText.line(["message", "path", "name", "value", "meaning"]))
      }
      let table = MessageTable(
        message: message, options: options, paths: paths, language: language)
      for cells in table.cells { try console.line(CSVText.line(["\(count + 1)"] + cells)) }
      for deviation in message.deviations { Console.note("let through: \(deviation)") }
    case .json, .ndjson:
      message.writeJSON(
        to: &writer, error: error, hint: error.flatMap(ParseHelp.hint), options: options,
        only: paths)
      writer.endLine()
      try console.write(writer.bytes)
      writer.removeAll()
    }
  }

  /// A command line is seen by every user of the machine and kept in histories.
  ///
  /// Of a message that cannot be read whole nobody knows what is in it.
  private func refuseCards(in source: InputSource) throws(CommandError) {
    var messages: [[UInt8]] = []
    _ = try splitter.forEach(in: source) { item throws(CommandError) in
      switch item {
      case .message(let bytes): messages.append(bytes)
      case .bad(let error, _): throw error
      }
    }
    for bytes in messages {
      let (message, error) = Message.reading(
        bytes, using: splitter.parser, options: isLenient ? .lenient : [])
      if let number = [2, 35, 45, 52].first(where: {
        message.announces(DataElement(rawValue: $0))
      }) {
        throw refusal("a message with DE \(number) may not be given as an argument")
      }
      if error != nil {
        throw refusal("a message that cannot be read whole may not be given as an argument")
      }
      if let path = message.starredPath {
        throw refusal("a message with card data (\(path)) may not be given as an argument")
      }
    }
  }

  private func refusal(_ message: String) -> CommandError {
    CommandError(
      message, hint: "give it as a file or on standard input; --test-data if it is test data",
      .usage, code: "cardDataInArgument")
  }
}

extension Message {
  /// Where the first value is that would not be shown whole.
  fileprivate var starredPath: String? {
    if let path = shownHeader()?.starredPaths(under: "header").first { return path }
    return shown().lazy.compactMap {
      $0.value.starredPaths(under: "DE \($0.element.rawValue)").first
    }.first
  }

  /// Whether the bitmap announces `element`, read or not.
  fileprivate func announces(_ element: DataElement) -> Bool {
    guard let digits = bitmap.map({ Array($0.utf8) }) else { return false }
    let index = (element.rawValue - 1) / 4
    guard index < digits.count, let nibble = HexText.nibble(digits[index]) else { return false }
    return nibble & (8 >> UInt8((element.rawValue - 1) % 4)) != 0
  }
}
