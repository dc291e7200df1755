public import TransactionMonitor

/// Why a run cannot begin, go on, or be kept.
public enum CheckpointError: Error, Equatable, Sendable {
  /// Another run has the folder.
  case locked(folder: String)
  /// The checkpoint cannot be read; the state's own reason where that is where it was found.
  case damaged(file: String, reason: StateError?)
  /// The checkpoint is of another run: what is not the same, a line each.
  case foreign(differences: [String])
  /// The rules say something else, and nobody said that they may.
  case rulesChanged
  /// An output is not what it was when the checkpoint was written.
  case outputChanged(path: String, isShorter: Bool)
  /// An input is not what it was when the checkpoint was written.
  case inputChanged(ordinal: Int, offset: UInt64)
  /// The system refused.
  case system(file: String, POSIXFailure)
}

extension CheckpointError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .locked(let folder): "\(folder): another run works with this checkpoint"
    case .damaged(let file, let reason):
      "\(file): damaged" + (reason.map { ", \($0)" } ?? ", its check sum is wrong")
    case .foreign(let differences):
      "the checkpoint is of another run: " + differences.joined(separator: "; ")
    case .rulesChanged: "the rules have changed since the checkpoint"
    case .outputChanged(let path, let isShorter):
      isShorter
        ? "\(path): shorter than when the checkpoint was written"
        : "\(path): does not begin as when the checkpoint was written"
    case .inputChanged(let ordinal, let offset):
      "input \(ordinal): not what it was before byte \(offset) when the checkpoint was written"
    case .system(let file, let failure):
      failure.path == nil ? "\(file): \(failure)" : failure.description
    }
  }
}
