import CardCore
import ISO8583

/// A message of one shape, written once through the spec, with the places of what changes.
///
/// What a spec says of lengths, encodings and padding is thus asked once for each shape, and a
/// message costs a copy and the digits in it.
struct MessageTemplate {
  let bytes: [UInt8]
  private var slots: [FieldSlot?]

  /// The place of an element; nil if the shape does not have it.
  @inline(__always)
  subscript(element: DataElement) -> FieldSlot? { slots[element.rawValue] }

  /// The message type indicator.
  var mti: FieldSlot { slots[0] ?? FieldSlot(offset: 0, byteCount: 0, form: .ascii) }

  init(_ shape: MessageShape, _ parser: MessageParser, hasMAC: Bool) throws(SimulationError) {
    let edition = parser.spec.edition
    let values = ElementList(shape, parser.spec, hasMAC: hasMAC).values
    let mti = edition == .iso1993 ? "1100" : edition == .iso2003 ? "2100" : "0100"
    slots = Array(repeating: nil, count: 129)
    var message: Message
    do throws(BuildError) {
      message = try Message(mti: mti, using: parser)
    } catch {
      throw .elementMissing(spec: parser.spec.name, element: 0)
    }
    for (element, value) in values.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      do throws(BuildError) {
        try message.set(element, to: value)
      } catch {
        throw .elementMissing(spec: parser.spec.name, element: element.rawValue)
      }
    }
    guard let bytes = try? message.serialize() else {
      throw .elementMissing(spec: parser.spec.name, element: 0)
    }
    self.bytes = bytes
    slots[0] = Self.slot(parser.spec.mti, end: Self.byteCount(ofMTI: parser), unit: nil, bytes)
    var end = bytes.count
    for element in message.elements.reversed() where element.rawValue <= 128 {
      let wire = message.wireBytes(of: element)
      if let field = parser.spec.elements[element.rawValue], let value = values[element] {
        slots[element.rawValue] = Self.slot(field, end: end, unit: value, bytes)
      }
      end -= wire.count
    }
  }

  private static func byteCount(ofMTI parser: MessageParser) -> Int {
    parser.spec.mti.encoding == .bcd ? 2 : 4
  }

  private static func slot(
    _ field: FieldSpec, end: Int, unit value: FieldValue?, _ bytes: [UInt8]
  ) -> FieldSlot {
    let count =
      switch value {
      case .text(let text): Self.width(text, field)
      case .bytes(let bytes): bytes.count
      case .fields: ChipData.bytes.count
      default: 4
      }
    let (form, byteCount): (FieldSlot.Form, Int) =
      switch field.encoding {
      case .text(let set): (set == .ascii || set == .latin1 ? .ascii : .translated, count)
      case .bcd, .signedBCD: (.packed, (count + 1) / 2)
      case .binary: (.bytes, count)
      case .hexadecimal: (.hexadecimal, 2 * count)
      }
    return FieldSlot(offset: end - byteCount, byteCount: byteCount, form: form)
  }

  /// The characters of a value on the wire, padding and all.
  private static func width(_ text: String, _ field: FieldSpec) -> Int {
    if case .fixed(let count) = field.length { return count }
    return text.utf8.count
  }
}
