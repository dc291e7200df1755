internal import Yams

/// A YAML file with the place of every value: the only file that knows Yams.
///
/// What a file of settings has no use for is refused, and with it all that could make a small file
/// cost much: anchors and aliases, tags, keys that are no texts, more than 32 levels, more than
/// 1 MiB.
package struct YAMLDocument: Sendable {
  package let root: YAMLNode
  /// The file, a line each, as Unicode scalars.
  let lines: [[Unicode.Scalar]]

  package static let byteCountMax = 1 << 20
  package static let depthMax = 32

  /// Reads a file.
  ///
  /// - Throws: ``RuleError`` at the first thing that cannot be read.
  package init(_ bytes: [UInt8]) throws(RuleError) {
    guard bytes.count <= Self.byteCountMax else {
      throw RuleError(
        "the file has \(bytes.count) bytes, more than \(Self.byteCountMax)",
        at: TextPosition(line: 1, column: 1), suggestion: "split it, or shorten its lists")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RuleError(
        "the file is not UTF-8", at: Self.firstInvalid(bytes), suggestion: "save it as UTF-8")
    }
    lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
      .map { Array($0.unicodeScalars) }
    try Self.refuseAnchors(lines)
    root = try Self.convert(Self.compose(text), depth: 0)
  }

  /// Where the character at `offset` (in Unicode scalars) of a scalar's text stands in the file.
  package func position(of node: YAMLNode, at offset: Int) -> TextPosition {
    guard let scalar = node.scalar, offset > 0 || scalar.style != .plain else {
      return node.position
    }
    return ScalarPlace(scalar, at: node.position, in: lines).position(at: offset)
  }

  private static func firstInvalid(_ bytes: [UInt8]) -> TextPosition {
    var line = 1
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
      guard String(validating: bytes[start...index], as: UTF8.self) != nil else { break }
      line += 1
      start = index + 1
    }
    return TextPosition(line: line, column: 1)
  }

  /// Anchors are looked for in the text, before Yams could resolve an alias: resolved ones can
  /// grow a few lines to any size.
  private static func refuseAnchors(_ lines: [[Unicode.Scalar]]) throws(RuleError) {
    for (number, line) in lines.enumerated() {
      for index in line.indices where line[index] == "&" {
        let isFirst = index == 0 || " \t[{,-:?\u{FEFF}".unicodeScalars.contains(line[index - 1])
        guard isFirst, index + 1 < line.count, isAnchorName(line[index + 1]) else { continue }
        throw RuleError(
          "anchors are not allowed", at: TextPosition(line: number + 1, column: index + 1),
          suggestion: "repeat the value; inside a text put a blank behind the &")
      }
    }
  }

  private static func isAnchorName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar == "_" || scalar == "-" || ("0"..."9") ~= scalar
  }

  private static func compose(_ text: String) throws(RuleError) -> Node {
    do {
      // The basic resolver leaves scalars alone.
      let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
      if let node = try parser.singleRoot() { return node }
    } catch {
      throw YAMLFailure(error).error
    }
    throw RuleError(
      "the file is empty", at: TextPosition(line: 1, column: 1),
      suggestion: "a rule file begins with version: 1")
  }

  private static func convert(_ node: Node, depth: Int) throws(RuleError) -> YAMLNode {
    let position = place(of: node)
    guard depth < depthMax else {
      throw RuleError(
        "more than \(depthMax) levels, one inside the other", at: position,
        suggestion: "a rule file needs no more than six")
    }
    switch node {
    case .scalar(let scalar):
      try refuseTag(scalar.tag, at: position)
      let value = YAMLNode.Scalar(text: scalar.string, style: style(scalar.style))
      return YAMLNode(kind: .scalar(value), position: position)
    case .sequence(let sequence):
      try refuseTag(sequence.tag, at: position)
      var elements: [YAMLNode] = []
      for element in sequence { elements.append(try convert(element, depth: depth + 1)) }
      return YAMLNode(kind: .sequence(elements), position: position)
    case .mapping(let mapping):
      try refuseTag(mapping.tag, at: position)
      var members: [YAMLNode.Member] = []
      for (key, value) in mapping {
        members.append(try member(key, value, depth: depth + 1))
      }
      return YAMLNode(kind: .mapping(members), position: position)
    case .alias:
      throw RuleError(
        "aliases are not allowed", at: position, suggestion: "repeat the value")
    }
  }

  private static func member(
    _ key: Node, _ value: Node, depth: Int
  ) throws(RuleError) -> YAMLNode.Member {
    guard case .scalar(let name) = key else {
      throw RuleError(
        "a key is a text, not a list or a mapping", at: place(of: key),
        suggestion: "write key: value")
    }
    return YAMLNode.Member(
      key: name.string, keyPosition: place(of: key), value: try convert(value, depth: depth))
  }

  private static func refuseTag(_ tag: Tag, at position: TextPosition) throws(RuleError) {
    // A scalar in quotes has the tag `!` of its own, which says no more than the quotes do.
    let name = tag.description
    guard name.isEmpty || name == "!" || name == "tag:yaml.org,2002:str" else {
      throw RuleError(
        "tags are not allowed", at: position, suggestion: "leave out what begins with !")
    }
  }

  private static func style(_ style: Node.Scalar.Style) -> YAMLNode.Style {
    switch style {
    case .singleQuoted: .singleQuoted
    case .doubleQuoted: .doubleQuoted
    case .literal, .folded: .block
    case .any, .plain: .plain
    }
  }

  private static func place(of node: Node) -> TextPosition {
    TextPosition(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }
}
