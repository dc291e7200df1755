public import CardCore

/// A record of a log that could not be read: where, how long, and why; its bytes only on demand.
public struct QuarantinedRecord: Sendable, Equatable {
  /// The number of the input in its run, from 0.
  public var input: UInt16
  /// The record's first byte in its input.
  public var offset: UInt64
  /// In bytes; of the record, or of what was passed over.
  public var byteCount: Int
  /// The data element, column or part of the frame that is wrong.
  public var path: String
  /// A stable name: programs read it.
  public var code: String
  /// For a person; never with a value of the record.
  public var reason: String
  /// The record itself, where it was asked for.
  public var raw: [UInt8]?

  init(
    input: UInt16, offset: UInt64, byteCount: Int, path: String, code: String, reason: String,
    raw: [UInt8]? = nil
  ) {
    self.input = input
    self.offset = offset
    self.byteCount = byteCount
    self.path = path
    self.code = code
    self.reason = reason
    self.raw = raw
  }

  /// Writes `{"input","offset","length","path","code","reason"}` and, where it was asked for,
  /// `"raw"` in hexadecimal, as one line.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("schema", "monetique-quarantine/1")
    writer.field("input", Int(input))
    writer.field("offset", offset)
    writer.field("length", byteCount)
    writer.field("path", path)
    writer.field("code", code)
    writer.field("reason", reason)
    if let raw {
      writer.key("raw")
      writer.hex(raw.span)
    }
    writer.endObject()
    writer.endLine()
  }
}
