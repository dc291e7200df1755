/// The bytes of an input that are not read yet; overwritten when they are given up.
struct WipedBuffer: ~Copyable, Sendable {
  private(set) var bytes: [UInt8] = []
  /// The offset in the input of the first byte that is held.
  private(set) var startOffset: UInt64 = 0
  /// How far reading has come.
  var position = 0

  init(startOffset: UInt64 = 0) { self.startOffset = startOffset }

  /// Overwrites everything; called by the owner's `deinit`.
  mutating func wipe() { Self.wipe(&bytes, from: 0) }

  var count: Int { bytes.count }

  /// The offset in the input of ``position``.
  var offset: UInt64 { startOffset + UInt64(position) }

  mutating func append(_ span: Span<UInt8>) {
    drop()
    if span.count > bytes.capacity - bytes.count {
      var larger: [UInt8] = []
      larger.reserveCapacity(max(bytes.count + span.count, 2 * bytes.count))
      larger.append(contentsOf: bytes)
      swap(&bytes, &larger)
      Self.wipe(&larger, from: 0)
    }
    bytes.append(copying: span)
  }

  /// Moves what is not read to the front.
  private mutating func drop() {
    guard position > 0 else { return }
    let kept = bytes.count - position
    bytes.removeSubrange(..<position)
    // What was moved still stands behind the end.
    bytes.append(contentsOf: repeatElement(0, count: min(position, bytes.capacity - kept)))
    bytes.removeLast(bytes.count - kept)
    startOffset += UInt64(position)
    position = 0
  }

  private static func wipe(_ bytes: inout [UInt8], from start: Int) {
    for index in start..<bytes.count { bytes[index] = 0 }
  }
}
