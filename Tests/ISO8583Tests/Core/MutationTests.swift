import ISO8583
import TestSupport
import Testing

/// Messages A and B cut and changed everywhere.
struct MutationTests {
  private static let samples = [SampleMessage.a, .b].map {
    $0.replacing("4242424242424242", by: pan)
  }
  /// A public test number, of whose digits any four in a row are telling.
  private static let pan = "4012888888881881"

  @Test(arguments: samples)
  func `names the place at which a message is cut, and keeps what was before`(
    sample: SampleMessage
  ) throws {
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    let whole = try Message(parsing: sample.wire, using: parser)
    for count in 0..<sample.wire.count {
      let cut = Array(sample.wire.prefix(count))
      let (message, error) = Message.reading(cut, using: parser)
      let failure = try #require(error, "cut at \(count)")
      #expect(failure.code == .truncated, "cut at \(count)")
      #expect(failure.offset <= count)
      let last = message.elements.last?.rawValue ?? 0
      #expect(message.elements == whole.elements.filter { $0.rawValue <= last })
      for element in message.elements {
        #expect(message.text(of: element) == whole.text(of: element))
      }
      if case .element(let number) = failure.path.root {
        #expect(number == whole.elements.first { $0.rawValue > last }?.rawValue)
      }
    }
  }

  /// Every place with every byte, one place in eight at a time so that the parts run side by side.
  @Test(arguments: samples, 0..<8)
  func `refuses a changed byte or writes it back, and never quotes the card number`(
    sample: SampleMessage, part: Int
  ) throws {
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    var message = try Message(parsing: sample.wire, using: parser)
    var output: [UInt8] = []
    var failures: Set<ParseError> = []
    for place in stride(from: part, to: sample.wire.count, by: 8) {
      var wire = sample.wire
      for byte in UInt8.min...UInt8.max where byte != sample.wire[place] {
        wire[place] = byte
        do throws(ParseError) {
          try message.parse(wire)
        } catch {
          failures.insert(error)
          if error.offset > wire.count { Issue.record("offset \(error.offset)") }
          continue
        }
        output.removeAll(keepingCapacity: true)
        try message.serialize(into: &output)
        if output != wire { Issue.record("\(place) changed to \(byte) is not written back") }
      }
    }
    #expect(failures.count > 10)
    for failure in failures { Self.expectNoValue(in: "\(failure)") }
  }

  @Test(arguments: samples)
  func `notes nothing of a value either where it lets things through`(
    sample: SampleMessage
  ) throws {
    let parser = try #require(MessageParser.builtIn(named: sample.spec))
    for place in sample.wire.indices {
      for change: UInt8 in [0x01, 0x0F, 0x80, 0xFF] {
        var wire = sample.wire
        wire[place] ^= change
        let (message, error) = Message.reading(wire, using: parser, options: .lenient)
        for failure in message.deviations { Self.expectNoValue(in: "\(failure)") }
        if let error { Self.expectNoValue(in: "\(error)") }
        if error == nil { #expect(try message.serialize() == wire, "\(place) ^ \(change)") }
      }
    }
  }

  /// No four digits of the card number in a row.
  private static func expectNoValue(in text: String) {
    for start in 0...(pan.count - 4) {
      let run = pan.dropFirst(start).prefix(4)
      if text.contains(run) { Issue.record("“\(text)” quotes the card number") }
    }
  }
}

extension SampleMessage {
  /// The message with the digits `old` replaced in its values and, as ASCII or packed, in its
  /// bytes.
  fileprivate func replacing(_ old: String, by new: String) -> Self {
    var sample = self
    sample.values = values.mapValues { $0.replacing(old, with: new) }
    let digits = hex(wire).replacing(old, with: new)
    sample.wire = bytes(hex: digits.replacing(hex(Array(old.utf8)), with: hex(Array(new.utf8))))
    return sample
  }
}
