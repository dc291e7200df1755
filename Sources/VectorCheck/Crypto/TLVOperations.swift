import CardCore
import ISO8583

/// BER-TLV as EMV Book 3, Annex B, has it.
enum TLVOperations {
  static let all = [
    CryptoOperation("tlv.decode", decode, discloses: .card), CryptoOperation("tlv.encode", encode),
  ]

  /// Deeper nesting is refused: each level uses the stack.
  private static let depthMaximum = 32

  private static let malformed = OperationFailure.refused(errorClass: "tlvMalformed")

  private static func decode(_ inputs: CaseInputs) throws -> OperationResult {
    let objects = try objects(in: try inputs.bytes("data"), depth: 0)
    return .value("tlv", JSONValue(.array(objects)))
  }

  private static func objects(
    in bytes: [UInt8], depth: Int
  ) throws(OperationFailure) -> [JSONValue] {
    guard depth < depthMaximum else { throw malformed }
    var objects: [JSONValue] = []
    var offset = 0
    while let object = try next(in: bytes, at: &offset) {
      objects.append(try form(of: object, in: bytes, depth: depth))
    }
    return objects
  }

  private static func next(
    in bytes: [UInt8], at offset: inout Int
  ) throws(OperationFailure) -> BERObject? {
    do throws(ParseError) {
      return try BERObject.next(in: bytes.span, at: &offset, allowingLongLengths: true)
    } catch {
      throw malformed
    }
  }

  private static func form(
    of object: BERObject, in bytes: [UInt8], depth: Int
  ) throws(OperationFailure) -> JSONValue {
    var form = JSONObject()
    form.append("tag", .text(object.tag.key))
    let value = Array(bytes[object.range])
    if object.tag.isConstructed {
      form.append("children", JSONValue(.array(try objects(in: value, depth: depth + 1))))
    } else {
      form.append("value", .hex(value))
    }
    return JSONValue(.object(form))
  }

  private static func encode(_ inputs: CaseInputs) throws -> OperationResult {
    .hex("data", try bytes(of: try inputs.list("tlv"), depth: 0))
  }

  private static func bytes(
    of objects: [JSONValue], depth: Int
  ) throws(OperationFailure) -> [UInt8] {
    guard depth < depthMaximum else { throw malformed }
    var bytes: [UInt8] = []
    for object in objects {
      guard let key = object["tag"]?.string else {
        throw .malformed(input: "tlv", expected: "objects with a tag")
      }
      guard let tag = BERTag(key: key) else { throw malformed }
      BERObject.append(tag, try value(of: object, tag, depth: depth), to: &bytes)
    }
    return bytes
  }

  /// A constructed tag has children, any other a value; the other way round is refused.
  private static func value(
    of object: JSONValue, _ tag: BERTag, depth: Int
  ) throws(OperationFailure) -> [UInt8] {
    if tag.isConstructed {
      guard let children = object["children"]?.array else { throw malformed }
      return try bytes(of: children, depth: depth + 1)
    }
    guard let text = object["value"]?.string else { throw malformed }
    guard let value = Hexadecimal.bytes(text) else { throw malformed }
    return value
  }
}
