import ISO8583

/// A MAC and the bytes that it covers.
struct AuthenticatedMessage {
  var covered: [UInt8]
  var code: [UInt8]
  /// 64 or 128, where it stands in a message.
  var element: Int?

  init(covered: [UInt8], code: [UInt8]) {
    self.covered = covered
    self.code = code
  }

  /// The MAC of a message: DE 128, else DE 64, over all bytes before it.
  ///
  /// - Parameter length: The bytes of the element that are the code; all if nil.
  /// - Throws: 65 if there is no MAC, or the message is not of its spec.
  init(
    _ message: (bytes: [UInt8], parser: MessageParser), withHeader: Bool, length: Int?
  ) throws(CommandError) {
    let (bytes, parser) = message
    var table = ElementTable(for: parser)
    do throws(ParseError) {
      try parser.parse(bytes.span, into: &table)
    } catch {
      throw MessageInput.refusal(error)
    }
    let places = [128, 64].compactMap { number in
      table.range(of: DataElement(rawValue: number)).map { (number, $0) }
    }
    guard let (number, range) = places.first else {
      throw CommandError(
        "the message has neither DE 64 nor DE 128", .badData, code: "noMAC")
    }
    let start = withHeader ? 0 : table.mtiRange?.lowerBound ?? 0
    covered = Array(bytes[start..<range.lowerBound])
    element = number
    let value = try MessageInput.message(bytes, parser).binary(DataElement(rawValue: number))
    guard let length else {
      code = value
      return
    }
    guard (4...value.count).contains(length) else {
      throw CommandError(
        "--length: DE \(number) has 4 to \(value.count) bytes of a MAC", .usage, code: "badLength")
    }
    code = Array(value.prefix(length))
  }
}

extension Message {
  /// The bytes of an element that some specs write in hexadecimal digits.
  func binary(_ element: DataElement) throws(CommandError) -> [UInt8] {
    do throws(ParseError) {
      return try octets(of: element) ?? []
    } catch {
      throw MessageInput.refusal(error)
    }
  }
}
