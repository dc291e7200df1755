import Foundation
import FoundationXML

/// One element of a packager's XML, with what stands inside it.
struct PackagerElement {
  var name: String
  var attributes: [String: String]
  var children: [PackagerElement] = []
  var line: Int

  /// The most bytes, levels and elements of a file: packagers in use have a hundredth of it.
  static let byteCountMaximum = 4 << 20
  static let depthMaximum = 16
  static let countMaximum = 20_000

  /// Reads a file; nothing outside it is ever looked at.
  ///
  /// - Throws: ``SpecImportError`` where it is not XML, or declares entities, which could make a
  ///   small file large or read other files.
  static func read(_ text: [UInt8]) throws(SpecImportError) -> PackagerElement {
    guard text.count <= byteCountMaximum else {
      throw SpecImportError("the file has more than \(byteCountMaximum) bytes")
    }
    guard !text.contains(0) else {
      throw SpecImportError("not XML in UTF-8: it has bytes of zero")
    }
    // The parser stops the process at a name that is no UTF-8.
    guard String(validating: text, as: UTF8.self) != nil else {
      throw SpecImportError("not XML in UTF-8: save it as UTF-8")
    }
    let parser = XMLParser(data: Data(try elementsOnly(text)))
    parser.shouldResolveExternalEntities = false
    let builder = Builder()
    parser.delegate = builder
    let isRead = parser.parse()
    if let error = builder.error { throw error }
    guard isRead, let root = builder.root else {
      throw SpecImportError("not XML", line: max(1, parser.lineNumber))
    }
    return root
  }

  /// The text with blanks in place of its declaration, document type and comments.
  ///
  /// The parser stops the process at some of them, and an encoding that a file declares could hide
  /// what is looked for here. Whatever else begins with `<!` or `<?` is refused.
  private static func elementsOnly(_ text: [UInt8]) throws(SpecImportError) -> [UInt8] {
    var plain = text
    var index = 0
    while index + 1 < text.count {
      guard text[index] == UInt8(ascii: "<"),
        [UInt8(ascii: "!"), UInt8(ascii: "?")].contains(text[index + 1])
      else {
        index += 1
        continue
      }
      let line = text[..<index].count { $0 == 0x0A } + 1
      guard let form = droppedForms.first(where: { text[index...].starts(with: $0.start.utf8) })
      else {
        throw SpecImportError(
          "only elements, comments and a document type are allowed", line: line)
      }
      guard let end = text[(index + form.start.utf8.count)...].firstRange(of: Array(form.end.utf8))
      else { throw SpecImportError("no \(form.end) to end \(form.start)", line: line) }
      if form.start == "<!DOCTYPE", text[index..<end.lowerBound].contains(UInt8(ascii: "[")) {
        throw SpecImportError("entities are not allowed", line: line)
      }
      for place in index..<end.upperBound where text[place] != 0x0A { plain[place] = 0x20 }
      index = end.upperBound
    }
    return plain
  }

  private static let droppedForms = [
    (start: "<?xml", end: "?>"), (start: "<!--", end: "-->"), (start: "<!DOCTYPE", end: ">"),
  ]

  /// Puts the elements together as they come.
  private final class Builder: NSObject, XMLParserDelegate {
    private var open: [PackagerElement] = []
    private var count = 0
    private(set) var root: PackagerElement?
    private(set) var error: SpecImportError?

    func parser(
      _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
      qualifiedName qName: String?, attributes attributeDict: [String: String]
    ) {
      count += 1
      let line = parser.lineNumber
      guard open.count < depthMaximum, count <= countMaximum else {
        error = SpecImportError(
          open.count < depthMaximum
            ? "more than \(countMaximum) elements" : "nested deeper than \(depthMaximum)",
          line: line)
        return parser.abortParsing()
      }
      open.append(
        PackagerElement(name: elementName, attributes: attributeDict, line: line))
    }

    func parser(
      _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
      qualifiedName qName: String?
    ) {
      guard let element = open.popLast() else { return }
      if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func parser(_ parser: XMLParser, resolveExternalEntityName name: String, systemID: String?)
      -> Data?
    {
      nil
    }
  }
}
