import CardCore
import ISO8583
import SpecImport
import TestSupport
import Testing

/// Every input that once broke a promise, tried again, and the seeds of the search.
///
/// `Sources/Fuzzing` says what is promised. A debug build traps where a release build may not.
struct RegressionTests {
  private static func files(_ target: String) -> [String] {
    Repository.files(under: "TestVectors/regressions/\(target)")
      + Repository.files(under: "TestVectors/fuzz-seeds/\(target)")
  }

  private static let parsers: [MessageParser] = {
    let synthetic = ["every-composite", "every-encoding"].compactMap { name in
      try? SpecFile.read(Repository.vector("specs/\(name).json"))
    }
    return (MessageSpec.builtIn + synthetic).compactMap { try? MessageParser($0) }
  }()

  @Test(arguments: files("parser"))
  func `a message`(path: String) throws {
    let input = try Repository.bytes(of: path)
    #expect(Self.parsers.count == MessageSpec.builtIn.count + 2)
    let parser = Self.parsers[Int(input.first ?? 0) % Self.parsers.count]
    try check(Array(input.dropFirst()), using: parser)
  }

  @Test(arguments: files("spec"))
  func `a spec file and its messages`(path: String) throws {
    let parts = try Repository.bytes(of: path).split(separator: 0, omittingEmptySubsequences: false)
    guard let spec = try? SpecFile.read(Array(parts[0])), let parser = try? MessageParser(spec)
    else { return }
    #expect(try SpecFile.read(Array(SpecFile.json(of: spec).utf8)) == spec)
    for message in parts.dropFirst().prefix(3) { try check(Array(message), using: parser) }
    try check(Array(parts.dropFirst(4).joined(separator: [0])), using: parser)
  }

  @Test(arguments: files("json"))
  func `a JSON text`(path: String) throws {
    guard let value = try? JSONReader().read(Repository.bytes(of: path)) else { return }
    var writer = JSONWriter()
    writer.value(value)
    #expect(try JSONReader().read(writer.bytes) == value)
  }

  private func check(_ bytes: [UInt8], using parser: MessageParser) throws {
    let strict = Message.reading(bytes, using: parser)
    for options in [[], .deferComposites, .lenient] as [MessageParser.Options] {
      let (message, error) = Message.reading(bytes, using: parser, options: options)
      for found in message.deviations + (error.map { [$0] } ?? []) {
        #expect((0...bytes.count).contains(found.offset))
      }
      for element in message.elements { _ = message.text(of: element) }
      var writer = JSONWriter()
      message.writeJSON(to: &writer, error: error)
      _ = message.namedParts
      let values = message.elements.map { try? message.value(of: $0) }
      #expect(strict.error != nil || error == nil)
      #expect(
        strict.error != nil || values == strict.message.elements.map { try? message.value(of: $0) })
    }
    for element in strict.message.elements {
      let field = try #require(parser.spec.elements[element.rawValue])
      let alone = try FieldCodec(field).parse(strict.message.wireBytes(of: element))
      #expect(try strict.message.value(of: element) == alone)
    }
    guard strict.error == nil else { return }
    #expect(try strict.message.serialize() == bytes)
    try checkRebuilding(strict.message)
  }

  private func checkRebuilding(_ message: Message) throws {
    var built = try Message(mti: try #require(message.mti), using: message.parser)
    if let header = message.header { try built.setHeader(header) }
    for element in message.elements {
      try built.set(element, to: try #require(try message.value(of: element)))
    }
    let again = try Message(parsing: built.serialize(), using: message.parser)
    #expect(again.elements == message.elements)
    for element in message.elements {
      #expect(try again.value(of: element) == message.value(of: element))
    }
  }
}
