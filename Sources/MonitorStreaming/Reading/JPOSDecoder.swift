import CardCore
import ISO8583

/// Makes messages of the elements of a jPOS log.
struct JPOSDecoder: Sendable {
  /// By version of the MTI: 1987, 1993, 2003.
  private var decoders: [MessageDecoder] = []
  /// For dumps: the spec that read the last one stands first.
  private var dumpParsers: [MessageParser] = []
  private let options: LogOptions
  private var hasSaidMasked = false

  private static let specs = ["iso8583-1987-ascii", "iso8583-1993-ascii", "iso8583-2003-binary"]

  init(_ options: LogOptions) {
    self.options = options
    decoders = Self.specs.compactMap { MessageParser.builtIn(named: $0) }
      .map { MessageDecoder($0, options: options) }
    precondition(decoders.count == Self.specs.count, "the built-in specs are there")
  }

  var progress: LogProgress {
    get { decoders[0].progress }
    set { for index in decoders.indices { decoders[index].progress = newValue } }
  }

  /// Reads what one element of the log holds: a `<log>` with its messages, or an `<isomsg>`.
  mutating func decode(
    _ bytes: Span<UInt8>, at offset: UInt64, into block: inout LogBlock
  ) throws(LogError) {
    var scanner = XMLScanner(at: 0)
    var place = MessageDecoder.Place(offset: offset, byteCount: bytes.count)
    var fields: [(id: Int, value: [UInt8])] = []
    var messageStart = 0
    var depth = 0
    var hasMessage = false
    var dump: [UInt8] = []
    while let piece = scanner.next(in: bytes) {
      switch piece {
      case .open(let name, let attributes, let isClosed):
        if XMLText.holds("log", bytes, at: name) {
          place.frameTime = XMLText.attribute("at", bytes, in: attributes).flatMap(stamp)
        } else if XMLText.holds("isomsg", bytes, at: name), !isClosed {
          if depth == 0 {
            fields.removeAll()
            messageStart = scanner.pieceStart
          }
          depth += 1
        } else if depth == 1, XMLText.holds("field", bytes, at: name) {
          if let field = field(bytes, attributes) { fields.append(field) }
        }
      case .close(let name):
        guard depth > 0, XMLText.holds("isomsg", bytes, at: name) else { continue }
        depth -= 1
        guard depth == 0 else { continue }
        hasMessage = true
        var messagePlace = place
        messagePlace.offset = offset + UInt64(messageStart)
        messagePlace.byteCount = scanner.offset - messageStart
        try decode(fields, at: messagePlace, into: &block)
      case .text(let range):
        if depth == 0 { HexDump.append(bytes.extracting(range), to: &dump) }
      }
    }
    if !hasMessage, !dump.isEmpty { try decode(dump: dump, at: place, into: &block) }
  }

  func quarantine(
    _ reason: String, _ byteCount: Int, at offset: UInt64, into block: inout LogBlock
  ) {
    decoders[0].quarantine(
      reason, code: "elementOpen", path: "log", Span(),
      at: MessageDecoder.Place(offset: offset, byteCount: byteCount), in: &block)
  }

  private func field(_ bytes: Span<UInt8>, _ attributes: Range<Int>) -> (id: Int, value: [UInt8])? {
    guard let id = XMLText.attribute("id", bytes, in: attributes),
      let number = Digits.value(of: id.span), number <= 128,
      let value = XMLText.attribute("value", bytes, in: attributes)
    else { return nil }
    return (Int(number), value)
  }

  /// Puts the fields of a message together and reads it as any other.
  private mutating func decode(
    _ fields: [(id: Int, value: [UInt8])], at place: MessageDecoder.Place,
    into block: inout LogBlock
  ) throws(LogError) {
    let mti = fields.last { $0.id == 0 }.map { String(decoding: $0.value, as: UTF8.self) } ?? ""
    let version = ["0": 0, "1": 1, "2": 2][mti.prefix(1)]
    guard let version, let message = try? Message(mti: mti, using: decoders[version].parser) else {
      decoders[0].quarantine(
        "the message has no MTI of ISO 8583", code: "noMTI", path: "MTI", Span(), at: place,
        in: &block)
      return
    }
    var built = message
    for field in fields where Self.wanted.contains(field.id) {
      if isMasked(field.value) {
        say(of: field.id, in: &block)
        continue
      }
      do throws(BuildError) {
        let text = String(decoding: field.value, as: UTF8.self)
        try built.set(DataElement(rawValue: field.id), to: .text(text))
      } catch {
        decoders[version].quarantine(
          "DE \(field.id): not of its spec", code: "badValue", path: "DE \(field.id)", Span(),
          at: place, in: &block)
        return
      }
    }
    guard let wire = try? built.serialize() else {
      decoders[version].quarantine(
        "the message cannot be put together", code: "badMessage", path: "message", Span(),
        at: place, in: &block)
      return
    }
    try run(version, wire, at: place, into: &block)
  }

  private mutating func run(
    _ version: Int, _ wire: [UInt8], at place: MessageDecoder.Place, into block: inout LogBlock
  ) throws(LogError) {
    try decoders[version].decode(wire.span, at: place, into: &block)
    progress = decoders[version].progress
  }

  private mutating func decode(
    dump: [UInt8], at place: MessageDecoder.Place, into block: inout LogBlock
  ) throws(LogError) {
    if dumpParsers.isEmpty {
      dumpParsers = BuiltInSpec.all.compactMap { MessageParser.builtIn(named: $0.name) }
    }
    let found = dumpParsers.firstIndex { parser in
      var table = ElementTable(for: parser)
      return (try? parser.parse(dump.span, into: &table)) != nil
    }
    guard let found else {
      decoders[0].quarantine(
        "a dump that no built-in spec reads", code: "badDump", path: "dump", Span(), at: place,
        in: &block)
      return
    }
    dumpParsers.swapAt(0, found)
    var decoder = MessageDecoder(dumpParsers[0], options: options)
    decoder.progress = progress
    try decoder.decode(dump.span, at: place, into: &block)
    progress = decoder.progress
  }

  /// Whether a log listener has overwritten a part of the value.
  private func isMasked(_ value: [UInt8]) -> Bool {
    value.count { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "*") } >= 4
  }

  private mutating func say(of element: Int, in block: inout LogBlock) {
    guard !hasSaidMasked else { return }
    hasSaidMasked = true
    block.notes.append("DE \(element) is overwritten in this log: it counts as not there")
  }

  private func stamp(_ text: [UInt8]) -> Instant? {
    StampText.instant(text.span, zone: options.localZone)
      ?? JPOSStamp.instant(String(decoding: text, as: UTF8.self), zone: options.localZone)
  }

  /// The elements that tell something of a transaction and are texts in a log.
  private static let wanted: Set<Int> = [
    2, 3, 4, 6, 7, 11, 12, 13, 14, 18, 19, 22, 23, 24, 25, 26, 30, 32, 33, 35, 37, 38, 39, 41, 42,
    43, 49, 51, 56, 90, 95,
  ]
}
