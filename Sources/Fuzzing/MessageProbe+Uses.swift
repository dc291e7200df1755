import CardCore
import ISO8583

/// What is made of a message: transactions, parts, its JSON form, one element without the others.
extension MessageProbe {
  /// Looks for traps in everything that reads a message, whole or up to an error.
  func checkReading(of message: Message, error: ParseError?) {
    _ = message.namedParts
    _ = message.iccDataParts
    var writer = JSONWriter()
    message.writeJSON(to: &writer, error: error)
    precondition(writer.isComplete, "a JSON form is whole")
  }

  /// The JSON form, card data in clear, says all that the message says.
  func checkJSON(of message: Message) {
    var writer = JSONWriter()
    message.writeJSON(to: &writer, options: .inFull)
    guard let form = try? JSONReader().read(writer.bytes) else {
      preconditionFailure("the JSON form is JSON")
    }
    do throws(MessageFormError) {
      let again = try Message(json: form, using: parser)
      precondition(Self.values(of: again) == Self.values(of: message), "the JSON form says all")
    } catch {
      preconditionFailure("what was read can be built from its JSON form: \(error)")
    }
  }

  /// A table that held other messages is as good as a new one, and gives transactions.
  func checkTables(_ bytes: [UInt8], _ message: Message) {
    var table = ElementTable(for: parser)
    var reader = TransactionReader(for: parser, clock: MessageClock(near: .noon))
    var pan: PAN?
    for count in [bytes.count, bytes.count / 2, bytes.count] {
      let part = bytes.prefix(count)
      try? parser.parse(part.span, into: &table)
      let place = MessagePlace(sequence: 0)
      _ = try? reader.read(part.span, table, at: place, pan: &pan)
    }
    precondition(table.elements == message.elements, "nothing is left of other messages")
    for element in table.elements {
      let range = table.range(of: element)
      var other = ElementTable(for: parser)
      let found = try? parser.locate(element, in: bytes.span, using: &other)
      precondition(found == range, "an element stands where it is looked for alone")
    }
  }
}

extension Instant {
  /// Some time: messages leave out their year.
  fileprivate static let noon = Instant(millisecondsSince1970: 1_787_400_000_000)
}
