import CardCore
import ISO8583

/// DE 55 of a request: the tags that issuers check, always in this order, so that each value has
/// its place.
enum ChipData {
  /// Where the values that change begin, in bytes of the element.
  struct Places {
    var cryptogram = 0
    var unpredictable = 0
    var counter = 0
    var date = 0
    var amount = 0
    var currency = 0
  }

  /// The element with zeros where values change.
  static let (members, places, bytes): ([FieldValue.Member], Places, [UInt8]) = build()

  private static let tags: [(key: String, value: [UInt8])] = [
    ("9F26", .init(repeating: 0, count: 8)), ("9F27", [0x80]),
    ("9F10", [0x06, 0x01, 0x0A, 0x03, 0xA0, 0x00, 0x00]), ("9F37", .init(repeating: 0, count: 4)),
    ("9F36", [0, 0]), ("95", [0, 0, 0, 0x80, 0]), ("9A", [0, 0, 0]), ("9C", [0]),
    ("9F02", .init(repeating: 0, count: 6)), ("5F2A", [0x09, 0x78]), ("82", [0x38, 0]),
    ("9F1A", [0x02, 0x50]), ("9F34", [0x02, 0x03, 0x00]),
  ]

  private static func build() -> ([FieldValue.Member], Places, [UInt8]) {
    var places = Places()
    var bytes: [UInt8] = []
    for (key, value) in tags {
      let tag = key.utf8.count == 4 ? UInt32(key, radix: 16) ?? 0 : UInt32(key, radix: 16) ?? 0
      if tag > 0xFF { bytes.append(UInt8(tag >> 8)) }
      bytes.append(UInt8(tag & 0xFF))
      bytes.append(UInt8(value.count))
      switch key {
      case "9F26": places.cryptogram = bytes.count
      case "9F37": places.unpredictable = bytes.count
      case "9F36": places.counter = bytes.count
      case "9A": places.date = bytes.count
      case "9F02": places.amount = bytes.count
      case "5F2A": places.currency = bytes.count
      default: break
      }
      bytes += value
    }
    return (tags.map { FieldValue.Member($0.key, .bytes($0.value)) }, places, bytes)
  }
}
