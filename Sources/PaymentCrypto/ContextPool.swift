internal import Synchronization

/// Prepared contexts of one key, for whichever thread comes: taken out under a lock, used outside.
///
/// Threads that come together get contexts of their own; the pool holds as many as were ever in use
/// at once. Once they are made, taking one allocates nothing.
final class ContextPool<Context: ~Copyable & Sendable>: Sendable {
  private let idle = Mutex<[Box]>([])

  /// A context in a place that does not move.
  private final class Box: @unchecked Sendable {
    // A box is in the pool or in one thread's hands, never both.
    var context: Context

    init(_ context: consuming Context) { self.context = context }
  }

  /// Lends a context for the time of `body`, one that `make` makes if none is idle.
  func with<R>(
    making make: () throws(CryptoError) -> Context,
    _ body: (inout Context) throws(CryptoError) -> R
  ) throws(CryptoError) -> R {
    let box: Box
    if let waiting = idle.withLock({ $0.popLast() }) {
      box = waiting
    } else {
      box = Box(try make())
    }
    defer { idle.withLock { $0.append(box) } }
    return try body(&box.context)
  }
}
