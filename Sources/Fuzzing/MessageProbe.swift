import ISO8583

/// What must hold of any bytes given to the parser of one spec.
struct MessageProbe: Sendable {
  let parser: MessageParser
  /// Every element by itself: the general way to read it, whatever short cuts messages take.
  private let codecs: [Int: FieldCodec]

  init(compiling spec: MessageSpec) throws(SpecError) {
    parser = try MessageParser(spec)
    var codecs: [Int: FieldCodec] = [:]
    for (number, field) in spec.elements { codecs[number] = try FieldCodec(field) }
    self.codecs = codecs
  }

  func check(_ bytes: [UInt8]) {
    let strict = Message.reading(bytes, using: parser)
    let deferred = Message.reading(bytes, using: parser, options: .deferComposites)
    let lenient = Message.reading(bytes, using: parser, options: .lenient)
    for (message, error) in [strict, deferred, lenient] {
      checkPlaces(in: message, error, byteCount: bytes.count)
    }
    checkElements(of: strict.message)
    checkTables(bytes, strict.message)
    guard strict.error == nil else { return }
    precondition(deferred.error == nil, "looking less deep finds no more errors")
    precondition(lenient.error == nil, "lenient parsing lets more through")
    precondition(lenient.message.deviations.isEmpty, "where nothing is wrong nothing is noted")
    precondition(Self.values(of: lenient.message) == Self.values(of: strict.message))
    checkWriting(of: strict.message, bytes)
    checkJSON(of: strict.message)
  }

  /// Reads all there is: what was read before an error stays readable.
  private func checkPlaces(in message: Message, _ error: ParseError?, byteCount: Int) {
    for found in message.deviations + (error.map { [$0] } ?? []) {
      precondition((0...byteCount).contains(found.offset), "an error lies in the message")
      precondition(!found.description.isEmpty)
    }
    for element in message.elements {
      precondition(message.wireBytes(of: element).count <= byteCount)
      _ = message.text(of: element)
      _ = try? message.value(of: element)
    }
    _ = (message.mti, message.header, message.bitmap)
    checkReading(of: message, error: error)
  }

  /// An element of a message and the same bytes by themselves say the same.
  private func checkElements(of message: Message) {
    for element in message.elements {
      guard let codec = codecs[element.rawValue] else {
        preconditionFailure("an element that the spec does not have")
      }
      do throws(ParseError) {
        let alone = try codec.parse(message.wireBytes(of: element))
        let inside = try message.value(of: element)
        precondition(inside == alone, "an element alone reads the same")
      } catch {
        preconditionFailure("what a strict message holds can be read alone: \(error)")
      }
    }
  }

  private func checkWriting(of message: Message, _ bytes: [UInt8]) {
    do throws(BuildError) {
      let written = try message.serialize()
      precondition(written == bytes, "the same bytes come back")
      let rebuilt = try Self.rebuilt(message)
      precondition(Self.values(of: rebuilt) == Self.values(of: message), "values are kept")
      let (again, error) = Message.reading(try rebuilt.serialize(), using: parser)
      precondition(error == nil, "what is written can be read: \(String(describing: error))")
      precondition(Self.values(of: again) == Self.values(of: message), "values come back")
    } catch {
      preconditionFailure("what was read can be written: \(error)")
    }
  }

  /// The same message built from its values alone.
  private static func rebuilt(_ message: Message) throws(BuildError) -> Message {
    var built = try Message(mti: message.mti ?? "", using: message.parser)
    if let header = message.header { try built.setHeader(header) }
    for (number, value) in values(of: message).elements.sorted(by: { $0.key < $1.key }) {
      try built.set(DataElement(rawValue: number), to: value)
    }
    return built
  }

  static func values(of message: Message) -> MessageValues {
    var values = MessageValues(mti: message.mti, header: message.header)
    for element in message.elements {
      values.elements[element.rawValue] = try? message.value(of: element)
    }
    return values
  }
}

/// All that a message says, apart from how it is written.
struct MessageValues: Equatable {
  var mti: String?
  var header: FieldValue?
  var elements: [Int: FieldValue] = [:]
}
