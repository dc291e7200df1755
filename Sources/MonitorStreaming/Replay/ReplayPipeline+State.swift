public import TransactionMonitor

extension ReplayPipeline {
  /// Writes all that taking the next block depends on: what waits for its turn, exchanges, the
  /// monitor's own state.
  public func encode(to writer: inout StateWriter) {
    writer.section("PIPE", version: 1)
    writer.integer(messageCount)
    order.encode(to: &writer)
    exchanges.encode(to: &writer)
    monitor.encode(to: &writer)
  }

  /// Goes on from what ``encode(to:)`` wrote; this pipeline must not have taken a block.
  ///
  /// - Throws: ``StateError``; the pipeline is then of no more use.
  public func restore(from reader: inout StateReader) throws(StateError) {
    try reader.section("PIPE", version: 1)
    messageCount = try reader.integer()
    try order.decode(from: &reader)
    try exchanges.decode(from: &reader)
    try monitor.restore(from: &reader)
  }
}
