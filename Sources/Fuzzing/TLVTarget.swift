import ISO8583

extension FuzzTarget {
  /// The first byte chooses how data objects are held; the others are a field of them, or not.
  static let tlv = FuzzTarget(name: "tlv") { input in
    var input = FuzzInput(input)
    let codec = codecs[input.next() % codecs.count]
    let bytes = input.rest
    _ = try? codec.parse(bytes, options: .lenient)
    checkWalk(bytes)
    guard let value = try? codec.parse(bytes) else { return }
    checkKeys(of: value)
    do throws(BuildError) {
      let written = try codec.serialize(value)
      precondition((try? codec.parse(written)) == value, "data objects come back")
      precondition(written.count <= bytes.count, "the written form is the shortest")
    } catch {
      preconditionFailure("what was read can be written: \(error)")
    }
  }

  /// The walk over raw data objects stays inside them, and finds what a field of them finds.
  private static func checkWalk(_ bytes: [UInt8]) {
    _ = ICCData(bytes.span)
    try? BERObject.walk(bytes.span) { object, depth in
      precondition(object.offset < object.range.lowerBound, "a value stands behind its tag")
      precondition(object.range.upperBound <= bytes.count && depth <= BERObject.depthMaximum)
    }
    guard case .fields(let members)? = try? codecs[0].parse(bytes) else { return }
    var offset = 0
    for member in members {
      let object = try? BERObject.next(in: bytes.span, at: &offset)
      precondition(object?.tag.key == member.key, "both name the same objects")
      precondition(object.map { Array(bytes[$0.range]) } == member.value.bytes)
    }
  }

  private static func checkKeys(of value: FieldValue) {
    guard case .fields(let members) = value else { return }
    for member in members {
      precondition(BERTag(key: member.key)?.key == member.key, "a key is the tag it names")
      checkKeys(of: member.value)
    }
  }

  /// Any data object; listed ones, one of them constructed; only listed ones. Each raw, in
  /// hexadecimal, and behind a length that counts bytes.
  private static let codecs: [FieldCodec] = {
    let anything = FieldSpec(
      length: .variable(Prefix(.ber, width: 1), maximum: nil), encoding: .binary)
    let text = FieldSpec(
      length: .variable(Prefix(.ber, width: 1), maximum: 16), encoding: .text(.ascii),
      characters: .alphanumericSpecial)
    let amount = FieldSpec(
      length: .variable(Prefix(.ber, width: 1, counts: .bytes), minimum: 12, maximum: 12),
      encoding: .bcd)
    var template = anything
    template.subfields = .ber(fields: ["DF8101": anything, "50": text], unknown: anything)
    let listed = ["9F26": anything, "50": text, "9F02": amount, "E1": template]
    let kinds: [Subfields] = [
      .ber(fields: [:], unknown: anything), .ber(fields: listed, unknown: anything),
      .ber(fields: listed, unknown: nil),
    ]
    let forms: [(FieldSpec.Length, FieldSpec.Encoding)] = [
      (.rest(maximum: nil), .binary), (.rest(maximum: nil), .hexadecimal(.ascii)),
      (.variable(Prefix(.text(.ascii), width: 3, counts: .bytes), maximum: 999), .binary),
      (.variable(Prefix(.ber, width: 1), maximum: 999), .hexadecimal(.ebcdic500)),
    ]
    return forms.flatMap { form in
      kinds.map { codec(FieldSpec(length: form.0, encoding: form.1, subfields: $0)) }
    }
  }()

  private static func codec(_ field: FieldSpec) -> FieldCodec {
    do throws(SpecError) {
      return try FieldCodec(field)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
