import ISO8583

/// Reads whole inputs into records and writes them back.
enum FrameBench {
  /// The largest record of a case.
  private static let byteCountMaximum = 1 << 20

  /// The records of `bytes`, or what was wrong with them.
  static func records(_ bytes: [UInt8], _ format: FrameFormat) throws(FramingError) -> [[UInt8]] {
    var reader = FrameReader(format: format, maximumFrameByteCount: byteCountMaximum)
    reader.append(bytes.span)
    reader.finish()
    var records: [[UInt8]] = []
    while let frame = try reader.next() {
      records.append(
        reader.withMessage(of: frame) { message in
          var record: [UInt8] = []
          record.reserveCapacity(message.count)
          for index in message.indices { record.append(message[index]) }
          return record
        })
    }
    return records
  }

  static func written(
    _ records: [[UInt8]], _ format: FrameFormat
  ) throws(FramingError) -> [UInt8] {
    var writer = FrameWriter(format: format)
    var output: [UInt8] = []
    for record in records { try writer.append(record.span, to: &output) }
    writer.finish(to: &output)
    return output
  }

  /// Checks that `bytes` hold exactly `records` and, where `isCanonical`, that writing gives them
  /// back.
  static func check(
    _ bytes: [UInt8], _ format: FrameFormat, records: [[UInt8]], isCanonical: Bool
  ) throws(MessageBench.Mismatch) {
    let read: [[UInt8]]
    let written: [UInt8]
    do throws(FramingError) {
      read = try self.records(bytes, format)
      written = try self.written(records, format)
    } catch {
      throw MessageBench.Mismatch(expected: "\(records.count) records", got: error.description)
    }
    guard read == records else {
      let sameCount = read.count == records.count ? ", not the same" : ""
      throw MessageBench.Mismatch(
        expected: "\(records.count) records", got: "\(read.count) records\(sameCount)")
    }
    guard !isCanonical || written == bytes else {
      throw MessageBench.Mismatch(expected: "written back: identical", got: "other bytes")
    }
  }
}
