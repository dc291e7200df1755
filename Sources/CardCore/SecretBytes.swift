internal import Glibc

/// Bytes that exist once and are overwritten when they go.
///
/// Not copyable, so they cannot be put in `Any`: `print`, `dump`, interpolation and logging of a
/// `SecretBytes`, or of a type that holds one, do not compile.
@safe
public struct SecretBytes: ~Copyable, @unchecked Sendable {
  private let memory: UnsafeMutableBufferPointer<UInt8>
  private let whenWiped: WipeObserver?

  /// Sees the memory after it is overwritten and before it is freed: how a test knows of the first.
  typealias WipeObserver = @Sendable (Span<UInt8>) -> Void

  /// Makes `count` bytes and has `body` fill them in place, so that no other copy is ever made.
  ///
  /// The bytes are zero when `body` gets them. If `body` throws, they are overwritten and freed.
  public init<E: Error>(
    count: Int, filling body: (inout MutableSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    try self.init(count: count, whenWiped: nil, filling: body)
  }

  init<E: Error>(
    count: Int, whenWiped: WipeObserver?,
    filling body: (inout MutableSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    precondition(count >= 0, "a count of bytes is not negative")
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
    unsafe memory.initialize(repeating: 0)
    var span = unsafe memory.mutableSpan
    do throws(E) {
      try body(&span)
    } catch {
      unsafe Self.release(memory, whenWiped)
      throw error
    }
    unsafe self.memory = memory
    self.whenWiped = whenWiped
  }

  deinit {
    unsafe Self.release(memory, whenWiped)
  }

  /// The number of bytes.
  public var count: Int { unsafe memory.count }

  /// Lends the bytes for the time of `body`.
  public borrowing func withBytes<R: ~Copyable, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try body(unsafe memory.span)
  }

  /// A second secret with the same bytes: the only way to have two.
  public borrowing func copy() -> SecretBytes {
    SecretBytes(count: count) { target in
      for offset in 0..<count { target[offset] = unsafe memory[offset] }
    }
  }

  /// Whether both hold the same bytes, in a time that depends on the counts alone.
  public borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
    unsafe Self.constantTimeEqual(memory.span, other.memory.span)
  }

  /// Whether both hold the same bytes, in a time that depends on the counts alone.
  ///
  /// Every byte that both have is compared, wherever the first difference lies. Different counts
  /// answer false by the same path.
  @inline(never)
  public static func constantTimeEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    var difference: UInt8 = left.count == right.count ? 0 : 1
    for offset in 0..<min(left.count, right.count) {
      difference |= left[offset] ^ right[offset]
    }
    return difference == 0
  }

  /// Overwrites `bytes` with zeros, which the optimizer may not leave out as it may a plain loop.
  public static func wipe(_ bytes: inout MutableSpan<UInt8>) {
    unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return }
      unsafe explicit_bzero(start, buffer.count)
    }
  }

  private static func release(
    _ memory: UnsafeMutableBufferPointer<UInt8>, _ whenWiped: WipeObserver?
  ) {
    var span = unsafe memory.mutableSpan
    wipe(&span)
    whenWiped?(unsafe memory.span)
    unsafe memory.deallocate()
  }
}
