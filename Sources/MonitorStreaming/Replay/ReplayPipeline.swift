public import CardCore
public import TransactionMonitor

/// The walk of a log's transactions to alerts: tokens, order, exchanges, judgement.
///
///     let pipeline = ReplayPipeline(monitor, tokenizer: tokenizer)
///     pipeline.take(&block, into: &alerts)   // … for each block of the readers
///     pipeline.finish(into: &alerts)
///
/// Blocks mean nothing: the alerts are the same for any.
public final class ReplayPipeline {
  public let monitor: Monitor
  private let tokenizer: any PANTokenizer
  public internal(set) var order: ReorderBuffer
  public internal(set) var exchanges: Exchanges
  /// Messages parsed, those that are no transaction included.
  public internal(set) var messageCount: UInt64 = 0

  /// See the rows after the monitor, in this order.
  public var observers: [any RowObserver] = []

  /// The messages that the last call brought into their order and had judged.
  public private(set) var ordered: [Transaction] = []
  private var rows: [MonitorEvent] = []

  public init(
    _ monitor: Monitor, tokenizer: any PANTokenizer,
    limits: ReorderBuffer.Limits = ReorderBuffer.Limits(),
    settings: Exchanges.Settings = Exchanges.Settings()
  ) {
    self.monitor = monitor
    self.tokenizer = tokenizer
    order = ReorderBuffer(limits)
    exchanges = Exchanges(settings)
  }

  /// Takes the transactions of a block and gives the alerts that became due.
  public func take(_ block: inout LogBlock, into alerts: inout [Alert]) {
    messageCount += block.messageCount
    block.tokenize(by: tokenizer)
    ordered.removeAll(keepingCapacity: true)
    order.append(block.transactions.span, into: &ordered)
    judge(into: &alerts)
  }

  /// Gives the alerts of all that still waited: the input has ended.
  public func finish(into alerts: inout [Alert]) {
    ordered.removeAll(keepingCapacity: true)
    order.finish(into: &ordered)
    judge(into: &alerts)
  }

  private func judge(into alerts: inout [Alert]) {
    let ordered = self.ordered
    rows.removeAll(keepingCapacity: true)
    exchanges.append(ordered.span, into: &rows)
    let rows = self.rows
    monitor.judge(block: rows.span, into: &alerts)
    for observer in observers { observer.see(rows.span) }
  }
}
