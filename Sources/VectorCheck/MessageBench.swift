import CardCore
import ISO8583
import SpecImport

/// The specs of one case file, compiled when first used, and the judgement of its cases.
struct MessageBench {
  let specs: JSONValue
  private var parsers: [String: MessageParser] = [:]

  init(specs: JSONValue) { self.specs = specs }

  /// Why a case does not hold.
  struct Mismatch: Error {
    var expected: String
    var got: String
  }

  mutating func verdict(on item: JSONValue, kind: String) -> VectorOutcome.Verdict {
    do throws(Mismatch) {
      guard let bytes = item["hex"]?.string.flatMap(Hexadecimal.bytes) else {
        throw Mismatch(expected: "hex: an even number of hexadecimal digits", got: "none")
      }
      switch kind {
      case "message": try checkMessage(item, bytes)
      case "field": try checkField(item, bytes)
      case "error": try checkRefusal(item, bytes)
      case "file": try checkFile(item, bytes)
      default: throw Mismatch(expected: "a known kind of case", got: "kind not known")
      }
      return .passed
    } catch {
      return .failed(expected: error.expected, got: error.got)
    }
  }

  // MARK: - Kinds

  private mutating func checkMessage(_ item: JSONValue, _ bytes: [UInt8]) throws(Mismatch) {
    let parser = try parser(item["spec"])
    let consumed = item["consumed"]?.int ?? bytes.count
    let (message, error) = Message.reading(
      bytes, using: parser, options: consumed < bytes.count ? .lenient : [])
    if let error { throw Mismatch(expected: "a message", got: error.description) }
    if consumed < bytes.count {
      guard message.deviations.map(\.offset) == [consumed] else {
        throw Mismatch(expected: "\(consumed) bytes used", got: "other bytes left over")
      }
    }
    if let bitmap = item["bitmap"]?.string, bitmap.uppercased() != message.bitmap {
      throw Mismatch(expected: "bitmap \(bitmap)", got: message.bitmap ?? "none")
    }
    try compareElements(of: message, with: item["fields"])
    try compareDerived(of: message, with: item["derived"])
    try checkWriting(message, bytes, consumed: consumed, reencode: item["reencode"]?.string)
  }

  private func compareElements(of message: Message, with fields: JSONValue?) throws(Mismatch) {
    guard let fields = fields?.object else {
      throw Mismatch(expected: "fields: an object", got: "none")
    }
    let read = Self.elements(of: message)
    for member in fields.members {
      guard let value = read[member.name] else {
        throw Mismatch(expected: "element \(member.name)", got: "not there")
      }
      try Self.compare(value, with: member.value, path: member.name)
    }
    for key in read.keys.sorted() where !fields.contains(key) {
      throw Mismatch(expected: "no element \(key)", got: "there")
    }
  }

  /// Compares the values inside elements that the case names; those it does not name are free.
  private func compareDerived(of message: Message, with derived: JSONValue?) throws(Mismatch) {
    guard let derived else { return }
    guard let wanted = derived.object else {
      throw Mismatch(expected: "derived: an object", got: "another form")
    }
    let parts = message.namedParts
    for member in wanted.members {
      guard let text = member.value.string else {
        throw Mismatch(expected: "derived \(member.name): a text", got: "another form")
      }
      guard let part = parts[member.name] else {
        throw Mismatch(expected: "derived \(member.name)", got: "not there")
      }
      guard part == text else {
        throw Self.mismatch(.text(part), .text(text), path: "derived \(member.name)")
      }
    }
  }

  /// A parsed message comes back whole, with what is left over; one built from its values ends
  /// where its elements end.
  private func checkWriting(
    _ message: Message, _ bytes: [UInt8], consumed: Int, reencode: String?
  ) throws(Mismatch) {
    let wanted = "written back: \(reencode ?? "identical")"
    let written: [UInt8]
    let rebuilt: [UInt8]
    do throws(BuildError) {
      written = try message.serialize()
      rebuilt = try Self.rebuilt(message).serialize()
    } catch {
      throw Mismatch(expected: wanted, got: error.description)
    }
    guard written == bytes else {
      throw Mismatch(expected: "written back unchanged", got: "other bytes")
    }
    let isSame = rebuilt.elementsEqual(bytes.prefix(consumed))
    guard reencode == nil || isSame == (reencode == "identical") else {
      throw Mismatch(expected: wanted, got: "not so")
    }
  }

  private mutating func checkField(_ item: JSONValue, _ bytes: [UInt8]) throws(Mismatch) {
    let codec = try codec(item["spec"])
    let value: FieldValue
    do throws(ParseError) {
      value = try codec.parse(bytes)
    } catch {
      throw Mismatch(expected: "a value", got: error.description)
    }
    guard let expected = item["value"] else {
      throw Mismatch(expected: "value: an object", got: "none")
    }
    try Self.compare(value, with: expected, path: "value")
    let source = item["packFrom"].flatMap(Self.value) ?? value
    guard item["repack"]?.bool ?? true else { return }
    guard (try? codec.serialize(source)) == bytes else {
      throw Mismatch(expected: "written back: identical", got: "other bytes")
    }
  }

  /// A spec that contradicts itself refuses every message.
  private mutating func checkRefusal(_ item: JSONValue, _ bytes: [UInt8]) throws(Mismatch) {
    guard let spec = item["spec"] else { throw Mismatch(expected: "spec", got: "none") }
    if spec.object != nil {
      guard (try? codec(spec).parse(bytes)) == nil else {
        throw Mismatch(expected: "a refusal", got: "a value")
      }
      return
    }
    guard let name = spec.string, specs[name] != nil else {
      _ = try parser(spec)
      return
    }
    guard let parser = try? parser(spec) else { return }
    guard Message.reading(bytes, using: parser).error != nil else {
      throw Mismatch(expected: "a refusal", got: "a message")
    }
  }

  private func checkFile(_ item: JSONValue, _ bytes: [UInt8]) throws(Mismatch) {
    guard item["spec"]?["format"]?.string == "ipm-vbs" else {
      throw Mismatch(expected: "a known file format", got: "format not known")
    }
    let isBlocked = item["spec"]?["blocked1014"]?.bool ?? false
    let record = item["recordHex"]?.string.flatMap(Hexadecimal.bytes) ?? []
    let count = item["recordCount"]?.int ?? 0
    try FrameBench.check(
      bytes, .vbs(isBlocked: isBlocked), records: Array(repeating: record, count: max(0, count)),
      isCanonical: true)
  }

  // MARK: - Specs

  private mutating func parser(_ reference: JSONValue?) throws(Mismatch) -> MessageParser {
    guard let name = reference?.string else {
      throw Mismatch(expected: "spec: a name", got: "none")
    }
    if let known = parsers[name] { return known }
    guard let form = specs[name] else {
      throw Mismatch(expected: "spec \(name) in the file", got: "not there")
    }
    do {
      let parser = try MessageParser(SpecFile.spec(form, name: name, path: "specs.\(name)"))
      parsers[name] = parser
      return parser
    } catch {
      throw Mismatch(expected: "a spec", got: "\(error)")
    }
  }

  private func codec(_ form: JSONValue?) throws(Mismatch) -> FieldCodec {
    guard let form else { throw Mismatch(expected: "spec: a field format", got: "none") }
    do {
      return try FieldCodec(SpecFile.field(form, path: "spec"))
    } catch {
      throw Mismatch(expected: "a field format", got: "\(error)")
    }
  }
}
