public import TransactionMonitor

/// What sees the rows of a replay in their order, beside the monitor that judges them.
///
/// Blocks mean nothing: what an observer makes of the rows may not depend on where they are cut.
public protocol RowObserver: AnyObject {
  /// Takes the next rows of the ordered stream.
  func see(_ rows: Span<MonitorEvent>)
}
