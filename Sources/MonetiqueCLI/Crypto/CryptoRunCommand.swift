import ArgumentParser
import CardCore
import VectorCheck

/// `monetique crypto run`.
struct CryptoRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Try one operation of the test vectors.",
    discussion: """
      The input is the inputs object of a case, or one a line; what is printed is the expected \
      object, or {"error"} with the error class of the contract. Inputs that no case can have, \
      where one is missing or of another type, give {"error": "malformedInputs"}, a class of this \
      tool beside those of the contract, with the "path" of the input and what was "expected". \
      With --format ndjson a line is answered as soon as it is there. Keys stand in clear in the \
      inputs: give test keys only.

      Exit codes: 65 if the operation refuses a single input; several are answered each with its \
      own line and end with 0.
      """)

  @Argument(help: "The operation, such as mac.cmac.")
  var operation: String?

  @Argument(help: "A file, @file, or - for standard input.")
  var input: String?

  @Flag(help: "Allow what is below current strength, as a case with legacy does.")
  var legacy = false

  @Flag(help: ArgumentHelp("Assert that PINs and card numbers are test data, and show them."))
  var testData = false

  @Flag(help: "Print the names of the operations.")
  var list = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    var console = Console()
    guard !list else {
      for operation in CryptoOperations.all { try console.line(operation.name) }
      return try console.flush()
    }
    let run = OperationRun(try named(), allowsLegacy: legacy, showsCards: testData)
    let source = InputSource.file(named: input)
    if output.resolved == .ndjson, source == .standardInput {
      try stream(run, &console)
    } else {
      try answer(source.read(), from: source, run, &console)
    }
  }

  private func named() throws(CommandError) -> CryptoOperation {
    guard let name = operation else {
      throw CommandError("no operation is named", hint: "see crypto run --list", .usage)
    }
    guard let operation = CryptoOperations.named(name) else {
      let names = CryptoOperations.all.map(\.name)
      throw CommandError(
        "no operation \(name)",
        hint: Suggestion.hint(for: name, among: names) ?? "see crypto run --list", .usage,
        code: "unknownOperation")
    }
    guard testData || ![.pin, .clearPIN].contains(operation.disclosure) else {
      throw CommandError(
        "\(name) has a clear PIN in its inputs or outputs",
        hint: "add --test-data if it is no cardholder's", .usage, code: "clearPIN")
    }
    return operation
  }

  // MARK: - Answers

  /// Answers a text that holds one object, or one a line.
  private func answer(
    _ text: [UInt8], from source: InputSource, _ run: OperationRun, _ console: inout Console
  ) throws(CommandError) {
    let single: Result<JSONValue, JSONError> = Result { () throws(JSONError) in
      try JSONReader().read(text)
    }
    switch single {
    case .success(let inputs): return try finish(run.answer(to: inputs), &console)
    case .failure(let error) where error.code != .trailingBytes:
      throw CommandError(
        "\(source.name): not JSON: \(error)", .badData, code: "notJSON", path: source.name)
    case .failure: break
    }
    for line in text.split(separator: 0x0A) { try self.line(Array(line), run, &console) }
    try console.flush()
  }

  /// Prints the answer to a single input; a refusal ends with 65.
  private func finish(
    _ answer: OperationRun.Answer, _ console: inout Console
  ) throws(CommandError) {
    if output.resolved == .table {
      try table(answer, &console)
    } else {
      try write(answer.json, &console)
    }
    try console.flush()
    if case .failure = answer { throw .silent(.badData) }
  }

  /// A line an output for people.
  private func table(
    _ answer: OperationRun.Answer, _ console: inout Console
  ) throws(CommandError) {
    for member in answer.json.object?.members ?? [] {
      var writer = JSONWriter()
      writer.value(member.value)
      try console.line("\(member.name): \(member.value.string ?? writer.text)")
    }
  }

  /// Answers each line of standard input as soon as it is there.
  private func stream(_ run: OperationRun, _ console: inout Console) throws(CommandError) {
    var lines = LineSource()
    while let line = try lines.next() {
      try self.line(line, run, &console)
      if !lines.hasMore { try console.flush() }
    }
    try console.flush()
  }

  private func line(
    _ line: [UInt8], _ run: OperationRun, _ console: inout Console
  ) throws(CommandError) {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return }
    guard let inputs = try? JSONReader().read(line) else {
      var object = JSONObject()
      object.append("error", JSONValue(.string("notJSON")))
      return try write(JSONValue(.object(object)), &console)
    }
    try write(run.answer(to: inputs).json, &console)
  }

  private func write(_ value: JSONValue, _ console: inout Console) throws(CommandError) {
    var writer = JSONWriter()
    writer.value(value)
    writer.endLine()
    try console.write(writer.bytes)
  }
}
