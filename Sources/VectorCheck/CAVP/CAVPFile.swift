import CardCore

/// A response file of NIST's CAVP (`.rsp`): comments, sections and records of `NAME = VALUE`.
struct CAVPFile {
  /// The lines that begin with `#`, without it: what the file says that it tests.
  private(set) var comments: [String] = []
  private(set) var records: [Record] = []

  /// One test.
  struct Record {
    /// Such as `ENCRYPT`; empty before the first section.
    var section: String
    /// Parameters of the section, such as `L`, and the values of the record, by their names.
    var values: [String: String]
    /// The value of `COUNT`.
    var count: String
  }

  /// Whether `text` is such a file: it counts its records, and every line is of one of its forms.
  static func recognizes(_ text: [UInt8]) -> Bool {
    lines(text).contains { field(String(decoding: $0, as: UTF8.self))?.name == "COUNT" }
  }

  /// - Throws: ``VectorFileError`` at a line of no known form.
  init(_ text: [UInt8]) throws(VectorFileError) {
    var section = ""
    var parameters: [String: String] = [:]
    for (index, bytes) in Self.lines(text).enumerated() {
      let line = Self.trimmed(String(decoding: bytes, as: UTF8.self))
      if line.isEmpty { continue }
      if line.hasPrefix("#") {
        comments.append(Self.trimmed(String(line.dropFirst())))
      } else if line.hasPrefix("["), line.hasSuffix("]") {
        let inside = String(line.dropFirst().dropLast())
        if let parameter = Self.field(inside) {
          parameters[parameter.name] = parameter.value
        } else {
          section = Self.trimmed(inside).uppercased()
        }
      } else if let field = Self.field(line) {
        add(field, section, parameters)
      } else {
        throw VectorFileError(.malformed(path: "line \(index + 1)", expected: "NAME = VALUE"))
      }
    }
  }

  private mutating func add(
    _ field: (name: String, value: String), _ section: String, _ parameters: [String: String]
  ) {
    if field.name == "COUNT" {
      records.append(Record(section: section, values: parameters, count: field.value))
    } else if !records.isEmpty {
      records[records.count - 1].values[field.name] = field.value
    }
  }

  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    text.split(separator: 0x0A, omittingEmptySubsequences: false)
  }

  /// Names count in any case: files of different years spell them differently.
  private static func field(_ line: String) -> (name: String, value: String)? {
    guard let sign = line.firstIndex(of: "=") else { return nil }
    let name = trimmed(String(line[..<sign])).uppercased()
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 != 0x20 && $0 < 0x7F && $0 != 0x23 }) else {
      return nil
    }
    return (name, trimmed(String(line[line.index(after: sign)...])))
  }

  private static func trimmed(_ text: String) -> String {
    let isBlank = { (character: Character) in character.isWhitespace }
    let start = text.firstIndex { !isBlank($0) } ?? text.endIndex
    let end = text.lastIndex { !isBlank($0) }.map { text.index(after: $0) } ?? start
    return String(text[start..<end])
  }
}
