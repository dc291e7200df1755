internal import TransactionMonitor

/// How far an input was read: up to where, and what stood right before.
public struct InputPosition: Hashable, Sendable {
  /// The number of the input, from 0.
  public var ordinal: Int
  /// Everything before is in the checkpoint, in bytes.
  public var offset: UInt64
  /// The check of the 4 KiB before ``offset``, or of all where there are fewer.
  public var tailCheck: UInt64

  /// How many bytes before the place are checked.
  public static let tailByteCount = 4_096

  public init(ordinal: Int, offset: UInt64, tailCheck: UInt64) {
    self.ordinal = ordinal
    self.offset = offset
    self.tailCheck = tailCheck
  }

  /// Whether `tail`, the bytes right before ``offset``, is what it was.
  public func matches(_ tail: Span<UInt8>) -> Bool {
    guard tail.count == Int(min(offset, UInt64(Self.tailByteCount))) else { return false }
    var check = CRC64()
    check.update(tail)
    return check.value == tailCheck
  }

  func encode(to writer: inout StateWriter) {
    writer.count(ordinal)
    writer.integer(offset)
    writer.integer(tailCheck)
  }

  init(from reader: inout StateReader) throws(StateError) {
    ordinal = try reader.count("inputs", maximum: 1 << 16)
    offset = try reader.integer()
    tailCheck = try reader.integer()
  }
}

/// The last 4 KiB of what was read of an input.
public struct InputTail: Sendable {
  /// How many bytes went by.
  public private(set) var offset: UInt64 = 0
  private var bytes: [UInt8] = []

  public init() {}

  /// Takes in the next bytes.
  public mutating func append(_ next: Span<UInt8>) {
    let limit = InputPosition.tailByteCount
    let taken = next.extracting(last: limit)
    if bytes.count + taken.count > 4 * limit {
      bytes.removeFirst(bytes.count - max(0, limit - taken.count))
    }
    for index in taken.indices { bytes.append(taken[index]) }
    offset += UInt64(next.count)
  }

  /// The place after the last byte.
  public func position(ordinal: Int) -> InputPosition {
    let tail = Array(bytes.suffix(InputPosition.tailByteCount))
    var check = CRC64()
    check.update(tail.span)
    return InputPosition(ordinal: ordinal, offset: offset, tailCheck: check.value)
  }
}

/// How much of an output was written and is for good.
public struct OutputMark: Hashable, Sendable {
  public var path: String
  public var byteCount: Int
  public var check: UInt64

  public init(path: String, byteCount: Int, check: UInt64) {
    self.path = path
    self.byteCount = byteCount
    self.check = check
  }

  func encode(to writer: inout StateWriter) {
    writer.text(path)
    writer.count(byteCount)
    writer.integer(check)
  }

  init(from reader: inout StateReader) throws(StateError) {
    path = try reader.text("path", byteCountMaximum: 1 << 16)
    byteCount = try reader.count("bytes of an output", maximum: .max)
    check = try reader.integer()
  }
}
