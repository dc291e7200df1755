internal import CardCore
internal import ISO8583
internal import PaymentCrypto

/// The code over a message (DE 64 or DE 128): what it covers, whether it holds, and a new one.
///
/// It covers all bytes from the MTI to the code itself.
enum MessageSeal {
  /// The element that has the code, if the message has one.
  static func element(of message: Message) -> DataElement? {
    [DataElement.secondMAC, .mac].first { message.contains($0) }
  }

  /// Whether the code of a message holds; `unknown` without a key.
  static func verify(_ bytes: [UInt8], _ message: Message, under mac: SharedMAC?) -> Verdict {
    guard let mac else { return .unknown }
    guard let element = element(of: message), let covered = covered(bytes, message, element),
      let code = try? message.octets(of: element)
    else { return .fails }
    let holds = try? mac.verify(code.span, of: covered.span)
    return holds.map { $0 ? .holds : .fails } ?? .unknown
  }

  /// The message on the wire, its code over all that comes before.
  static func seal(
    _ message: inout Message, in element: DataElement, under mac: SharedMAC
  ) throws(BuildError) -> [UInt8] {
    try message.set(element, toOctets: Array(repeating: 0, count: 8))
    let clear = try message.serialize()
    guard let covered = covered(clear, message, element),
      let code = try? mac.generate(covered.span, byteCount: 8)
    else { return clear }
    try message.set(element, toOctets: code)
    return try message.serialize()
  }

  private static func covered(
    _ bytes: [UInt8], _ message: Message, _ element: DataElement
  ) -> [UInt8]? {
    var table = ElementTable(for: message.parser)
    guard (try? message.parser.parse(bytes.span, into: &table)) != nil,
      let range = table.range(of: element), let start = table.mtiRange?.lowerBound
    else { return nil }
    return Array(bytes[start..<range.lowerBound])
  }
}
