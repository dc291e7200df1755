import CardCore
import MonitorStreaming
import TransactionMonitor

/// A comparison under way: what the two rule sets raise, and the files that take what only one did.
final class BacktestSession {
  let backtest: Backtest
  private let newFile: ReplayFile?
  private let lostFile: ReplayFile?
  private var differences: [Backtest.Difference] = []

  init(_ backtest: Backtest, newPath: String?, lostPath: String?) throws(CommandError) {
    self.backtest = backtest
    newFile = try newPath.map { path throws(CommandError) in
      try ReplayFile(path, isKept: false)
    }
    lostFile = try lostPath.map { path throws(CommandError) in
      try ReplayFile(path, isKept: false)
    }
  }

  /// Takes what the old rules raised on a block.
  func take(_ alerts: [Alert]) throws(CommandError) {
    backtest.compare(alerts, into: &differences)
    try write()
  }

  /// The history has ended.
  func finish() throws(CommandError) {
    backtest.finish(into: &differences)
    try write()
    try newFile?.flush()
    try lostFile?.flush()
  }

  private func write() throws(CommandError) {
    for difference in differences {
      let file = difference.side == .new ? newFile : lostFile
      try file?.write(difference.alert.line)
    }
    differences.removeAll(keepingCapacity: true)
  }
}
