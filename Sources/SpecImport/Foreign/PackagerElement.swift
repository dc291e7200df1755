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
    if let place = text.firstRange(of: Array("<!ENTITY".utf8)) {
      throw SpecImportError(
        "entities are not allowed", line: text[..<place.lowerBound].count { $0 == 0x0A } + 1)
    }
    let parser = XMLParser(data: Data(withoutEncoding(text)))
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

  /// The text with blanks in place of the encoding that its first line declares: it is UTF-8, and
  /// another name for it could hide what was looked for.
  private static func withoutEncoding(_ text: [UInt8]) -> [UInt8] {
    guard let end = text.firstRange(of: Array("?>".utf8)),
      let start = text[..<end.lowerBound].firstRange(of: Array("<?xml".utf8))
    else { return text }
    let declaration = text[start.upperBound..<end.lowerBound]
    guard let place = declaration.firstRange(of: Array("encoding".utf8)) else { return text }
    let quotes: [UInt8] = [0x22, 0x27]
    guard let open = declaration[place.upperBound...].firstIndex(where: quotes.contains),
      let close = declaration[(open + 1)...].firstIndex(of: declaration[open])
    else { return text }
    var plain = text
    for index in place.lowerBound...close { plain[index] = 0x20 }
    return plain
  }

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
