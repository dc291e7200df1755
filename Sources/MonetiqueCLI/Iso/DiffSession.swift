import ArgumentParser
import CardCore
import ISO8583

/// One run of `iso diff`: pairs the messages of two inputs and prints what differs.
struct DiffSession: ~Copyable {
  private let options: Message.ShowOptions
  private let match: Match
  private let ignored: [String]
  private let isJSON: Bool
  private var console = Console()
  private var left: [Side] = []
  /// Places in ``left`` that are not paired yet, by key, the first one last.
  private var waiting: [String: [Int]] = [:]
  private var counts = Counts()

  /// How messages are paired.
  enum Match: String, CaseIterable, ExpressibleByArgument, Sendable {
    case position, key
  }

  /// One message of an input.
  private struct Side {
    var message: Message
    /// From 1.
    var number: Int
    var isPaired = false
  }

  private struct Counts {
    var same = 0
    var different = 0
    var onlyFirst = 0
    var onlySecond = 0
  }

  init(options: Message.ShowOptions, match: Match, ignored: [String], isJSON: Bool) {
    self.options = options
    self.match = match
    self.ignored = ignored
    self.isJSON = isJSON
  }

  mutating func readFirst(
    _ source: InputSource, _ splitter: MessageSplitter
  ) throws(CommandError) {
    _ = try splitter.forEach(in: source) { item throws(CommandError) in
      let message = try Self.message(item, splitter, source, left.count + 1)
      if match == .key { waiting[Self.key(of: message), default: []].append(left.count) }
      left.append(Side(message: message, number: left.count + 1))
    }
    for key in waiting.keys { waiting[key]?.reverse() }
  }

  mutating func compare(_ source: InputSource, _ splitter: MessageSplitter) throws(CommandError) {
    var number = 0
    _ = try splitter.forEach(in: source) { item throws(CommandError) in
      number += 1
      let message = try Self.message(item, splitter, source, number)
      let place = match == .key ? waiting[Self.key(of: message)]?.popLast() : number - 1
      guard let place, place < left.count else {
        counts.onlySecond += 1
        return try show(nil, Side(message: message, number: number), [])
      }
      left[place].isPaired = true
      let differences = left[place].message.differences(from: message, options: options)
        .filter { !isIgnored($0.path) }
      guard !differences.isEmpty else {
        counts.same += 1
        return
      }
      counts.different += 1
      try show(left[place], Side(message: message, number: number), differences)
    }
  }

  /// Prints what only the first input has, and the sum.
  ///
  /// - Returns: Whether anything differs.
  mutating func finish() throws(CommandError) -> Bool {
    for side in left where !side.isPaired {
      counts.onlyFirst += 1
      try show(side, nil, [])
    }
    let differs = counts.different + counts.onlyFirst + counts.onlySecond > 0
    if isJSON {
      var writer = JSONWriter()
      writer.beginObject()
      writer.field("schema", "monetique-diff/1")
      writer.field("same", counts.same)
      writer.field("different", counts.different)
      writer.field("onlyFirst", counts.onlyFirst)
      writer.field("onlySecond", counts.onlySecond)
      writer.endObject()
      writer.endLine()
      try console.write(writer.bytes)
    } else {
      try console.line(
        "\(counts.same) the same, \(counts.different) different, \(counts.onlyFirst) only in the "
          + "first, \(counts.onlySecond) only in the second")
    }
    try console.flush()
    return differs
  }

  // MARK: - Messages

  private static func message(
    _ item: MessageSplitter.Item, _ splitter: MessageSplitter, _ source: InputSource, _ number: Int
  ) throws(CommandError) -> Message {
    switch item {
    case .bad(let error, _): throw error
    case .message(let bytes):
      do throws(ParseError) {
        return try Message(parsing: bytes, using: splitter.parser)
      } catch {
        throw CommandError(
          "\(source.name), message \(number): \(error)",
          hint: "monetique iso doctor says how the input can be read", .badData,
          code: error.code.rawValue, path: error.path.description, offset: error.offset)
      }
    }
  }

  /// What the same message has in both logs.
  private static func key(of message: Message) -> String {
    let parts = [DataElement.stan, .rrn, .terminalID].map { message.text(of: $0) ?? "" }
    return ([message.mti ?? ""] + parts).joined(separator: "|")
  }

  private func isIgnored(_ path: String) -> Bool {
    ignored.contains {
      path == $0 || path.hasPrefix($0 + ".") || path.hasPrefix($0 + "#")
    }
  }

  // MARK: - Printing

  private mutating func show(
    _ first: Side?, _ second: Side?, _ differences: [MessageDifference]
  ) throws(CommandError) {
    guard !isJSON else { return try write(first, second, differences) }
    let shown = (first ?? second)?.message
    let names = ElementNames(
      spec: shown?.parser.spec ?? .iso1987ASCII, mti: shown?.mti, language: .english)
    let stan = shown?.text(of: .stan).map { ", STAN " + TextColumns.printable($0) } ?? ""
    let what = "MTI \(shown?.shownMTI(options: options)?.text ?? "?")\(stan)"
    switch (first, second) {
    case (let first?, let second?):
      try console.line("message \(first.number) and \(second.number), \(what)")
    case (let first?, nil): try console.line("message \(first.number) only in the first, \(what)")
    case (nil, let second?):
      try console.line("message \(second.number) only in the second, \(what)")
    case (nil, nil): break
    }
    let rows = differences.map { difference in
      [
        "  " + difference.path, difference.element.map { names.name(of: $0) } ?? "",
        Self.text(difference),
      ]
    }
    for line in TextColumns.lines(rows) { try console.line(line) }
  }

  private static func text(_ difference: MessageDifference) -> String {
    let before = difference.before.map { TextColumns.printable($0.text) } ?? "(none)"
    let after = difference.after.map { TextColumns.printable($0.text) } ?? "(none)"
    return difference.isHidden ? "\(before) (differs under the stars)" : "\(before) → \(after)"
  }

  private mutating func write(
    _ first: Side?, _ second: Side?, _ differences: [MessageDifference]
  ) throws(CommandError) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("first")
    if let first { writer.integer(first.number) } else { writer.null() }
    writer.key("second")
    if let second { writer.integer(second.number) } else { writer.null() }
    writer.beginArray("differences")
    for difference in differences {
      writer.beginObject()
      writer.field("path", difference.path)
      writer.key("before")
      if let text = difference.before?.text { writer.string(text) } else { writer.null() }
      writer.key("after")
      if let text = difference.after?.text { writer.string(text) } else { writer.null() }
      writer.field("hidden", difference.isHidden)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    try console.write(writer.bytes)
  }
}
