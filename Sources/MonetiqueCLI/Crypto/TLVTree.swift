import CardCore
import ISO8583

/// Data objects as a tree, for people and for programs.
struct TLVTree {
  private let nodes: [Node]
  /// Upper-case hexadecimal of all bytes, with stars where card data are.
  private let digits: [UInt8]

  private struct Node {
    let object: BERObject
    let depth: Int
  }

  /// Longer inputs are no chip data.
  private static let byteCountMaximum = 32_767

  /// - Throws: ``CommandError`` (65) if `bytes` are no data objects to their end.
  init(of bytes: [UInt8], name: String, isInFull: Bool) throws(CommandError) {
    guard bytes.count <= Self.byteCountMaximum else {
      throw CommandError(
        "\(name): longer than \(Self.byteCountMaximum) bytes", .badData, code: "overLimit",
        path: name)
    }
    var nodes: [Node] = []
    do throws(ParseError) {
      try BERObject.walk(bytes.span) { object, depth in
        nodes.append(Node(object: object, depth: depth))
      }
    } catch {
      throw CommandError(
        "\(name): byte \(error.offset): \(ParseHelp.meaning(of: error.code, in: .english))",
        hint: "chip data are BER-TLV: tag, length, value; hexadecimal or bytes", .badData,
        code: "tlvMalformed", path: name, offset: error.offset)
    }
    self.nodes = nodes
    digits = try Self.digits(of: bytes, isInFull: isInFull)
  }

  /// One indented line for each object.
  var lines: [String] {
    TextColumns.lines(
      nodes.map { node in
        let tag = node.object.tag
        let head = String(repeating: "  ", count: node.depth) + tag.key
        let name = tag.emvName ?? "-"
        return [head, "\(node.object.range.count)", name, tag.isConstructed ? "" : value(of: node)]
      })
  }

  /// `{"schema","objects":[{"tag","name","offset","length","value"|"objects"}]}`, one line.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-tlv/1")
    writer.beginArray("objects")
    var depth = 0
    for node in nodes {
      while depth > node.depth {
        writer.endArray()
        writer.endObject()
        depth -= 1
      }
      write(node, to: &writer)
      if node.object.tag.isConstructed { depth = node.depth + 1 }
    }
    for _ in 0..<depth {
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  /// A constructed object is left open: its members follow.
  private func write(_ node: Node, to writer: inout JSONWriter) {
    let tag = node.object.tag
    writer.beginObject()
    writer.field("tag", tag.key)
    writer.key("name")
    if let name = tag.emvName { writer.string(name) } else { writer.null() }
    writer.field("offset", node.object.offset)
    writer.field("length", node.object.range.count)
    if tag.isConstructed {
      writer.beginArray("objects")
    } else {
      writer.field("value", value(of: node))
      writer.endObject()
    }
  }

  private func value(of node: Node) -> String {
    let range = node.object.range
    return String(
      decoding: digits[(2 * range.lowerBound)..<(2 * range.upperBound)], as: UTF8.self)
  }

  /// What may be shown of the bytes, as of a DE 55 that no message has checked.
  private static func digits(of bytes: [UInt8], isInFull: Bool) throws(CommandError) -> [UInt8] {
    if isInFull || bytes.isEmpty { return Array(HexText.text(of: bytes).utf8) }
    do {
      var message = try Message(mti: "0100", using: MessageParser(carrier))
      try message.set(.iccData, to: FieldValue.bytes(bytes))
      guard case .hex(let shown)? = message.shown().first?.value else {
        throw CommandError("chip data cannot be shown", .unexpected)
      }
      return Array(shown.text.utf8)
    } catch let error as CommandError {
      throw error
    } catch {
      throw CommandError("chip data cannot be shown: \(error)", .unexpected)
    }
  }

  /// A spec with nothing but DE 55, so that chip data pass the one door that stars card data.
  private static let carrier = MessageSpec(
    name: "chip data", edition: .iso1987,
    mti: FieldSpec(length: .fixed(4), encoding: .text(.ascii)),
    bitmap: BitmapSpec(.binary),
    elements: [
      55: FieldSpec(
        length: .variable(
          Prefix(.text(.ascii), width: 5, counts: .bytes), maximum: byteCountMaximum),
        encoding: .binary)
    ])
}
