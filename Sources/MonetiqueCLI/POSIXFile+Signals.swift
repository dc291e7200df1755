import Glibc
import Synchronization

/// Whether somebody asked this process to stop, by SIGTERM.
enum StopSignal {
  private static let requests = Atomic<Int>(0)

  static var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// From here on SIGTERM is only noted, and whatever waits for input is woken.
  static func listen() {
    // The handler may not be the first to touch the count.
    requests.store(0, ordering: .relaxed)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in
      StopSignal.requests.add(1, ordering: .relaxed)
    }
    // Without SA_RESTART, so that a read ends.
    action.sa_flags = 0
    unsafe sigaction(SIGTERM, &action, nil)
  }
}
