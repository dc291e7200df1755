internal import Glibc

/// Threads that stay, and do the same piece of work at once, each for its shards: the first of them
/// is whoever asks.
final class ShardThreads {
  let count: Int
  private let gate: ShardGate
  private var threads: [pthread_t] = []

  init(count: Int) {
    self.count = count
    gate = ShardGate()
    for shard in 1..<max(1, count) {
      let seat = ShardSeat(gate: gate, shard: shard)
      var thread = pthread_t()
      let code = unsafe pthread_create(
        &thread, nil, shardThreadMain, Unmanaged.passRetained(seat).toOpaque())
      precondition(code == 0, "the system has no thread left")
      threads.append(thread)
    }
  }

  deinit {
    gate.stop()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Has each thread do `work` with its number, from 0, and waits for all of them.
  func run(_ work: (Int) -> Void) {
    guard count > 1 else { return work(0) }
    // The threads are done with it before this returns.
    withoutActuallyEscaping(work) { work in
      gate.begin(ShardWork(body: work), on: count - 1)
      work(0)
      gate.wait()
    }
  }
}

/// One piece of work, to be done by several threads that share nothing in it that is written.
private struct ShardWork: @unchecked Sendable {
  let body: (Int) -> Void
}

/// What a thread is told when it begins.
private final class ShardSeat: Sendable {
  let gate: ShardGate
  let shard: Int

  init(gate: ShardGate, shard: Int) {
    self.gate = gate
    self.shard = shard
  }
}

private func shardThreadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument = unsafe argument else { return nil }
  let seat = unsafe Unmanaged<ShardSeat>.fromOpaque(argument).takeRetainedValue()
  seat.gate.serve(shard: seat.shard)
  return nil
}

/// Where threads wait for work, and whoever gave it for them.
@safe
private final class ShardGate: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let begun = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  // All below is read and written under the mutex.
  private var work: ShardWork?
  private var workNumber = 0
  private var busyCount = 0
  private var isStopped = false

  init() {
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(begun, nil)
    unsafe pthread_cond_init(done, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(done)
    unsafe pthread_cond_destroy(begun)
    unsafe pthread_mutex_destroy(mutex)
    unsafe done.deallocate()
    unsafe begun.deallocate()
    unsafe mutex.deallocate()
  }

  func begin(_ work: ShardWork, on count: Int) {
    unsafe pthread_mutex_lock(mutex)
    self.work = work
    workNumber += 1
    busyCount = count
    unsafe pthread_cond_broadcast(begun)
    unsafe pthread_mutex_unlock(mutex)
  }

  func wait() {
    unsafe pthread_mutex_lock(mutex)
    while busyCount > 0 { unsafe pthread_cond_wait(done, mutex) }
    work = nil
    unsafe pthread_mutex_unlock(mutex)
  }

  func stop() {
    unsafe pthread_mutex_lock(mutex)
    isStopped = true
    unsafe pthread_cond_broadcast(begun)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Does each piece of work once, until there is no more.
  func serve(shard: Int) {
    var seenNumber = 0
    while perform(shard: shard, after: &seenNumber) { finish() }
  }

  /// Does the next piece; a function of its own, so that nothing of the work is held when it is
  /// said to be done.
  private func perform(shard: Int, after seenNumber: inout Int) -> Bool {
    guard let next = next(after: seenNumber) else { return false }
    seenNumber = next.number
    next.work.body(shard)
    return true
  }

  private func next(after number: Int) -> (work: ShardWork, number: Int)? {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while !isStopped, workNumber == number || work == nil {
      unsafe pthread_cond_wait(begun, mutex)
    }
    guard !isStopped, let work else { return nil }
    return (work, workNumber)
  }

  private func finish() {
    unsafe pthread_mutex_lock(mutex)
    busyCount -= 1
    if busyCount == 0 { unsafe pthread_cond_signal(done) }
    unsafe pthread_mutex_unlock(mutex)
  }
}
