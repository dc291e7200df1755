internal import CardCore

/// JSON that is text already, put into JSON that is being written.
enum JSONText {
  /// Writes a text that `JSONWriter` made as the member `name`.
  static func write(_ text: String, as name: String, to writer: inout JSONWriter) {
    writer.key(name)
    guard let value = try? JSONReader().read(text) else {
      preconditionFailure("what JSONWriter wrote can be read")
    }
    writer.value(value)
  }
}
