import CardCore

/// Reads CSV logs as RFC 4180 describes them, by a mapping: the first line names the columns.
///
/// Values may stand in quotes, with quotes doubled and line ends inside. Commas, semicolons or tabs
/// separate, whichever the first line has most of; a byte order mark is passed over.
public final class CSVLogReader: LogReader {
  private var buffer = WipedBuffer()
  private var decoder: RowDecoder
  private var row: RowFields
  private var isFinished = false
  private var separator = UInt8(ascii: ",")
  /// For each column of the log the place among those that are read, or -1; empty before the first
  /// line.
  private var places: [Int] = []
  private var isDiscarding = false

  public var offset: UInt64 { buffer.offset }
  public var progress: LogProgress {
    get { decoder.progress }
    set { decoder.progress = newValue }
  }

  /// The most bytes of a row.
  static let rowByteCountMaximum = 65_536

  public init(_ mapping: LogMapping, options: LogOptions = LogOptions()) {
    decoder = RowDecoder(mapping, options: options)
    row = RowFields(columnCount: decoder.columns.count)
  }

  deinit {
    buffer.wipe()
    row.wipe()
  }

  public func append(_ bytes: Span<UInt8>) { buffer.append(bytes) }

  public func finish() { isFinished = true }

  public func read(into block: inout LogBlock) throws(LogError) -> Bool {
    let before = block.messageCount + UInt64(block.quarantined.count)
    let held = buffer.bytes
    let bytes = held.span
    var position = buffer.position
    defer {
      buffer.position = position
      block.inputOffset = offset
    }
    if places.isEmpty, try !readHeader(bytes, at: &position) { return false }
    while !block.isFull, readRow(bytes, at: &position, into: &block) {}
    return block.messageCount + UInt64(block.quarantined.count) > before
  }

  /// Reads the line that names the columns; returns whether it is there whole.
  private func readHeader(_ bytes: Span<UInt8>, at position: inout Int) throws(LogError) -> Bool {
    var end = position
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    guard end < bytes.count || isFinished else {
      guard bytes.count - position <= Self.rowByteCountMaximum else {
        throw .badHeader("no end of line in \(Self.rowByteCountMaximum) bytes")
      }
      return false
    }
    var line = (position..<end).map { bytes[$0] }
    if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    if line.last == 0x0D { line.removeLast() }
    separator = Self.separator(of: line)
    guard let text = String(validating: line, as: UTF8.self) else {
      throw .badHeader("not UTF-8")
    }
    let mark = Character(Unicode.Scalar(separator))
    let names = text.split(separator: mark, omittingEmptySubsequences: false).map {
      let name = $0.drop { $0 == " " }
      return name.count > 1 && name.hasPrefix("\"") && name.hasSuffix("\"")
        ? String(name.dropFirst().dropLast()) : String(name)
    }
    for name in decoder.columns where !names.contains(name) {
      throw .missingColumn(name, header: names.count > 64 ? [] : names)
    }
    places = names.map { name in decoder.columns.firstIndex(of: name) ?? -1 }
    position = min(end + 1, bytes.count)
    return true
  }

  private static func separator(of line: [UInt8]) -> UInt8 {
    let marks = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
    let counts = marks.map { mark in line.count { $0 == mark } }
    let best = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    return marks[best]
  }

  /// What became of the row at a place.
  private enum RowEnd {
    case whole(next: Int, columnCount: Int)
    case needMore
    case bad(String, code: String)
  }

  private func readRow(
    _ bytes: Span<UInt8>, at position: inout Int, into block: inout LogBlock
  ) -> Bool {
    if isDiscarding, !discard(bytes, at: &position) { return false }
    guard position < bytes.count else { return false }
    if bytes[position] == 0x0A || bytes[position] == 0x0D {
      position += 1
      return true
    }
    let offset = buffer.startOffset + UInt64(position)
    switch split(bytes, from: position) {
    case .needMore: return false
    case .bad(let reason, let code):
      guard let bad = badLine(bytes, from: position) else { return false }
      decoder.quarantine(
        reason, code: code, path: "row", bytes, position..<bad.end, at: offset, into: &block)
      position = bad.end
      isDiscarding = !bad.isWhole
    case .whole(let next, let columnCount):
      if columnCount != places.count {
        decoder.quarantine(
          "\(columnCount) values where the first line names \(places.count) columns",
          code: "columnCount", path: "row", bytes, position..<next, at: offset, into: &block)
      } else {
        decode(bytes, position..<next, at: offset, into: &block)
      }
      position = next
    }
    return true
  }

  private func decode(
    _ bytes: Span<UInt8>, _ range: Range<Int>, at offset: UInt64, into block: inout LogBlock
  ) {
    do throws(RowError) {
      try decoder.decode(row, offset: offset, into: &block)
    } catch {
      decoder.quarantine(
        "column \(decoder.mapping.columns[error.field] ?? ""): expected \(error.expected)",
        code: "badValue", path: error.field.rawValue, bytes, range, at: offset, into: &block)
    }
  }

  /// Takes the row at `start` apart.
  private func split(_ bytes: Span<UInt8>, from start: Int) -> RowEnd {
    row.wipe()
    var offset = start
    var column = 0
    let limit = min(bytes.count, start + Self.rowByteCountMaximum)
    while true {
      let place = column < places.count ? places[column] : -1
      if place >= 0 { row.begin(place) }
      let isQuoted = offset < limit && bytes[offset] == 0x22
      if isQuoted {
        guard quoted(bytes, at: &offset, limit: limit, keeps: place >= 0) else {
          return limit < bytes.count || isFinished || limit - start >= Self.rowByteCountMaximum
            ? .bad("a quote is not closed", code: "quoteOpen") : .needMore
        }
      } else {
        while offset < limit {
          let byte = bytes[offset]
          if byte == separator || byte == 0x0A { break }
          if place >= 0 { row.append(byte) }
          offset += 1
        }
      }
      guard offset < limit else {
        if limit - start >= Self.rowByteCountMaximum {
          return .bad("over \(Self.rowByteCountMaximum) bytes", code: "rowOverMaximum")
        }
        guard isFinished else { return .needMore }
        if place >= 0 { row.endLine(place) }
        return .whole(next: offset, columnCount: column + 1)
      }
      let byte = bytes[offset]
      if byte == 0x0A || byte == 0x0D, isQuoted || byte == 0x0A {
        if place >= 0 { isQuoted ? row.end(place) : row.endLine(place) }
        if byte == 0x0D {
          guard offset + 1 < bytes.count || isFinished else { return .needMore }
          if offset + 1 < bytes.count, bytes[offset + 1] == 0x0A { offset += 1 }
        }
        return .whole(next: offset + 1, columnCount: column + 1)
      }
      guard byte == separator else {
        return .bad("a character follows a closing quote", code: "quoteInside")
      }
      if place >= 0 { row.end(place) }
      offset += 1
      column += 1
    }
  }

  /// Takes a value in quotes; returns whether its end is there.
  private func quoted(
    _ bytes: Span<UInt8>, at offset: inout Int, limit: Int, keeps: Bool
  ) -> Bool {
    offset += 1
    while offset < limit {
      let byte = bytes[offset]
      if byte == 0x22 {
        let isLast = isFinished && limit == bytes.count
        guard offset + 1 < limit || isLast else { return false }
        guard offset + 1 < limit, bytes[offset + 1] == 0x22 else {
          offset += 1
          return true
        }
        offset += 1
      }
      if keeps { row.append(byte) }
      offset += 1
    }
    return false
  }

  /// Where the line of a bad row ends, or where it is too long to be looked at further.
  ///
  /// - Returns: nil while its end may still come: what is put in quarantine must not depend on the
  ///   pieces that the log comes in.
  private func badLine(
    _ bytes: Span<UInt8>, from start: Int
  ) -> (end: Int, isWhole: Bool)? {
    let limit = min(bytes.count, start + Self.rowByteCountMaximum)
    var end = start
    while end < limit, bytes[end] != 0x0A { end += 1 }
    if end < limit { return (end + 1, true) }
    if limit - start == Self.rowByteCountMaximum { return (limit, false) }
    return isFinished ? (limit, true) : nil
  }

  private func discard(_ bytes: Span<UInt8>, at position: inout Int) -> Bool {
    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
    guard position < bytes.count else { return false }
    position += 1
    isDiscarding = false
    return true
  }
}
