/// Bytes that are overwritten when they are given up: what a ``FrameReader`` reads into.
struct FrameBuffer: ~Copyable, Sendable {
  private(set) var bytes: [UInt8] = []

  var count: Int { bytes.count }

  /// Drops the first bytes and moves the others to the front.
  mutating func drop(first count: Int) {
    guard count > 0 else { return }
    bytes.removeSubrange(0..<count)
  }

  /// Appends what `body` writes, and keeps what it wrote even if it throws.
  mutating func append<E: Error>(
    addingCapacity byteCount: Int,
    initializingWith body: (inout OutputSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    makeRoom(for: byteCount)
    try bytes.append(addingCapacity: byteCount, initializingWith: body)
  }

  mutating func append(_ span: Span<UInt8>) {
    makeRoom(for: span.count)
    bytes.append(copying: span)
  }

  /// Decodes a line's hexadecimal text over itself and returns the count of bytes.
  mutating func decodeHex(in range: Range<Int>, maximum: Int) throws(FramingError) -> Int {
    var span = bytes.mutableSpan
    return try HexLine.decodeInPlace(range, in: &span, maximum: maximum)
  }

  /// Overwrites everything, the unused capacity too.
  consuming func wipe() {
    Self.wipe(&bytes)
  }

  /// Grows by hand, so that the storage left behind is overwritten.
  private mutating func makeRoom(for byteCount: Int) {
    guard byteCount > bytes.capacity - bytes.count else { return }
    var larger: [UInt8] = []
    larger.reserveCapacity(max(bytes.count + byteCount, 2 * bytes.count))
    larger.append(contentsOf: bytes)
    swap(&bytes, &larger)
    Self.wipe(&larger)
  }

  private static func wipe(_ bytes: inout [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(addingCapacity: bytes.capacity) { output in
      output.append(repeating: 0, count: output.freeCapacity)
    }
  }
}
