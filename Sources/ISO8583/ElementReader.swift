import CardCore

/// Reads the values of a parser's elements into types, without making texts of them.
///
/// What it knows does not change, so that readers share it.
final class ElementReader: Sendable {
  let edition: MessageSpec.Edition
  /// By element number; 0 is the MTI.
  let forms: [SlotForm]
  let numberForms: [NumberForm]
  /// The ASCII character of each byte, 256 for each character set by its raw value; 0 for none.
  let translations: [UInt8]
  let countries = CountryIndex.shared

  init(for parser: MessageParser) {
    edition = parser.spec.edition
    let fields = parser.fields.prefix(parser.elementCount + 1)
    forms = fields.map { SlotForm($0) }
    numberForms = fields.map { NumberForm($0) }
    translations = CharacterSet.allCases.flatMap { set in
      (UInt8.min...UInt8.max).map { byte in
        set.scalar(byte).flatMap { (0x20...0x7E).contains($0) ? UInt8($0) : nil } ?? 0
      }
    }
  }

  /// Which elements are there, without looking at them.
  @inline(__always)
  func facts(_ message: borrowing ReadMessage) -> Transaction.Facts {
    var facts: UInt32 = 0
    if message.contains(.pinBlock) { facts |= Transaction.Facts.hasPIN.rawValue }
    if message.contains(.iccData) { facts |= Transaction.Facts.hasICCData.rawValue }
    if message.contains(.mac) || message.contains(.secondMAC) {
      facts |= Transaction.Facts.hasMAC.rawValue
    }
    if message.contains(.track2) || message.contains(.track1) {
      facts |= Transaction.Facts.hasTrack.rawValue
    }
    return Transaction.Facts(rawValue: facts)
  }
}
