/// Writes state for ``StateReader`` to read again: little-endian, in named sections with versions.
///
/// State of gigabytes passes through a buffer of fixed size when a `drain` takes it chunk by chunk.
public struct StateWriter: ~Copyable {
  /// What is written and not yet drained.
  public private(set) var bytes: [UInt8] = []
  /// All that was written, in bytes.
  public var byteCount: Int { drainedCount + bytes.count }

  private let drain: ((Span<UInt8>) -> Void)?
  private var drainedCount = 0
  private static let chunkByteCount = 1 << 20

  /// Keeps everything in ``bytes``.
  public init() { drain = nil }

  /// Hands chunks of about 1 MiB to `drain`; the last one with ``flush()``.
  ///
  /// - Parameter drain: Keeps its own errors: writing goes on, and whoever made the writer asks.
  public init(draining drain: @escaping (Span<UInt8>) -> Void) {
    self.drain = drain
    bytes.reserveCapacity(2 * Self.chunkByteCount)
  }

  /// Hands over what is left.
  public mutating func flush() {
    guard let drain, !bytes.isEmpty else { return }
    drain(bytes.span)
    drainedCount += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  private mutating func flushIfFull() {
    if bytes.count >= Self.chunkByteCount { flush() }
  }

  /// Writes 1, 2, 4, 8 or 16 bytes, the least significant one first.
  public mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
    var rest = value
    for _ in 0..<Value.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest &>>= Value.bitWidth > 8 ? 8 : 0
    }
    flushIfFull()
  }

  /// Writes the bit pattern, 8 bytes.
  public mutating func double(_ value: Double) { integer(value.bitPattern) }

  /// Writes 0 or 1, one byte.
  public mutating func bool(_ value: Bool) { integer(value ? 1 as UInt8 : 0) }

  /// Writes a count, 8 bytes.
  public mutating func count(_ value: Int) { integer(UInt64(value)) }

  /// Writes bytes whose number the reader knows.
  public mutating func raw(_ value: Span<UInt8>) {
    for offset in value.indices { bytes.append(value[offset]) }
    flushIfFull()
  }

  /// Writes the number of bytes, then the bytes.
  public mutating func text(_ value: String) {
    count(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
    flushIfFull()
  }

  /// Begins a section.
  ///
  /// - Parameters:
  ///   - name: Four ASCII characters.
  ///   - version: Of the form that follows; goes up when the form changes.
  public mutating func section(_ name: String, version: UInt16) {
    precondition(name.utf8.count == 4, "a section's name has four characters")
    bytes.append(contentsOf: name.utf8)
    integer(version)
  }
}
