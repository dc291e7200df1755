import CardCore

/// A table of comma-separated values that is read row by row, its columns found by their names.
///
/// Commas, semicolons or tabs separate, whichever the first line has most of. Values may stand in
/// quotation marks, with marks doubled and line ends inside.
///
/// Source: RFC 4180.
struct CSVTable {
  /// The columns in the order of the file.
  private(set) var names: [String] = []
  private let source: Source
  private let required: [String]
  private let optional: [String]

  /// The most bytes of a row.
  static let rowByteCountMaximum = 65_536

  private enum Source {
    case input(InputSource)
    case bytes([UInt8], name: String)
  }

  /// - Parameters:
  ///   - required: The columns without which nothing is read.
  ///   - optional: Those that may be missing; any other column is refused.
  init(_ source: InputSource, required: [String], optional: [String]) {
    self.source = .input(source)
    self.required = required
    self.optional = optional
  }

  /// A table that was read already.
  init(_ bytes: [UInt8], named name: String, required: [String], optional: [String]) {
    source = .bytes(bytes, name: name)
    self.required = required
    self.optional = optional
  }

  /// What errors call it.
  private var name: String {
    switch source {
    case .input(let input): input.name
    case .bytes(_, let name): name
    }
  }

  /// A row, with the line that it begins on.
  struct Row {
    /// From 1 on; the names of the columns are line 1.
    let line: Int
    /// The bytes as they stood, without the end of the line.
    let raw: [UInt8]
    /// In the order of the file; nil where the row cannot be cut into as many as there are names.
    let fields: [String]?
    let places: [String: Int]

    /// The value in the column of that name; empty where there is no such column.
    subscript(name: String) -> String {
      guard let fields, let place = places[name] else { return "" }
      return fields[place]
    }
  }

  /// Gives every row to `body`, until it returns false.
  ///
  /// - Returns: The line that names the columns, as it stood.
  /// - Throws: 65 if the first line lacks a column or has an unknown one.
  mutating func forEachRow(
    _ body: (Row) throws(CommandError) -> Bool
  ) throws(CommandError) -> [UInt8] {
    var cutter = CSVCutter()
    var header: [UInt8] = []
    var places: [String: Int] = [:]
    var names: [String] = []
    var isRunning = true
    let required = required
    let optional = optional
    let name = name
    func take(_ rows: [CSVCutter.Cut]) throws(CommandError) {
      for cut in rows where isRunning {
        guard !names.isEmpty else {
          header = cut.raw
          names = cut.fields ?? []
          places = try Self.places(names, required, optional, in: name)
          continue
        }
        let fields = cut.fields.flatMap { $0.count == names.count ? $0 : nil }
        isRunning = try body(Row(line: cut.line, raw: cut.raw, fields: fields, places: places))
      }
    }
    switch source {
    case .bytes(let bytes, _): try take(cutter.cut(bytes))
    case .input(let input):
      try input.forEachPiece { piece throws(CommandError) in
        try take(cutter.cut(piece))
        return isRunning
      }
    }
    try take(cutter.end())
    guard !names.isEmpty else {
      throw CommandError(
        "\(name): no line that names the columns", .badData, code: "noHeader", path: name)
    }
    self.names = names
    return header
  }

  private static func places(
    _ names: [String], _ required: [String], _ optional: [String], in file: String
  ) throws(CommandError) -> [String: Int] {
    if let missing = required.first(where: { !names.contains($0) }) {
      throw CommandError(
        "\(file): no column \(missing) in line 1",
        hint: "columns are \((required + optional).joined(separator: ", "))", .badData,
        code: "missingColumn", path: file)
    }
    for (index, name) in names.enumerated() {
      // What is no name of ours may be data: it is not repeated.
      guard (required + optional).contains(name), names.firstIndex(of: name) == index else {
        throw CommandError(
          "\(file): column \(index + 1) of line 1 is unknown or there twice",
          hint: Suggestion.hint(for: name, among: required + optional)
            ?? "columns are \((required + optional).joined(separator: ", "))",
          .badData, code: "unknownColumn", path: file)
      }
    }
    return Dictionary(uniqueKeysWithValues: zip(names, names.indices))
  }
}

/// Cuts bytes that come in pieces into rows and fields.
struct CSVCutter {
  struct Cut {
    let line: Int
    let raw: [UInt8]
    /// nil for a row that is no UTF-8, too long or has a quotation mark out of place.
    let fields: [String]?
  }

  private var pending: [UInt8] = []
  private var line = 1
  private var nextLine = 1
  private var isQuoted = false
  private var separator: UInt8?
  private var isTooLong = false

  mutating func cut(_ piece: [UInt8]) -> [Cut] {
    var rows: [Cut] = []
    for byte in piece {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == 0x0A {
        nextLine += 1
        if !isQuoted {
          if let row = row() { rows.append(row) }
          line = nextLine
          continue
        }
      }
      if pending.count < CSVTable.rowByteCountMaximum {
        pending.append(byte)
      } else {
        isTooLong = true
        // A quotation mark that never closes would swallow the rest of the file.
        isQuoted = false
      }
    }
    return rows
  }

  mutating func end() -> [Cut] { row().map { [$0] } ?? [] }

  private mutating func row() -> Cut? {
    defer {
      for index in pending.indices { pending[index] = 0 }
      pending.removeAll(keepingCapacity: true)
      isTooLong = false
      isQuoted = false
    }
    var bytes = pending
    if separator == nil, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if bytes.last == 0x0D { bytes.removeLast() }
    guard !bytes.isEmpty else { return nil }
    let mark = separator ?? Self.separator(of: bytes)
    separator = mark
    return Cut(line: line, raw: bytes, fields: isTooLong ? nil : Self.fields(bytes, mark))
  }

  private static func separator(of line: [UInt8]) -> UInt8 {
    let marks = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
    let counts = marks.map { mark in line.count { $0 == mark } }
    return marks[counts.indices.max { counts[$0] < counts[$1] } ?? 0]
  }

  private static func fields(_ bytes: [UInt8], _ mark: UInt8) -> [String]? {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    let quote = UInt8(ascii: "\"")
    func close() -> Bool {
      guard let text = String(validating: field, as: UTF8.self) else { return false }
      fields.append(text)
      field.removeAll(keepingCapacity: true)
      return true
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == quote {
        let isDoubled = isQuoted && index + 1 < bytes.count && bytes[index + 1] == quote
        if isDoubled {
          field.append(quote)
          index += 1
        } else if isQuoted || field.isEmpty {
          isQuoted.toggle()
        } else {
          return nil
        }
      } else if byte == mark, !isQuoted {
        guard close() else { return nil }
      } else {
        field.append(byte)
      }
      index += 1
    }
    guard !isQuoted, close() else { return nil }
    return fields
  }
}
