import MonitorStreaming
import TransactionMonitor

extension CommandError {
  init(_ error: CheckpointError) {
    let text = "\(error)"
    switch error {
    case .locked(let folder):
      self.init(
        text, hint: "wait for it to end, or give another folder", .busy, code: "locked",
        path: folder)
    case .damaged(let file, .foreign):
      self.init(text, hint: Self.otherFolder, .configuration, code: "foreign", path: file)
    case .damaged(let file, _):
      self.init(
        text,
        hint: "the one before is \(file).previous: copied in its place, the run goes on from there",
        .integrityBroken, code: "damaged", path: file)
    case .foreign:
      self.init(text, hint: Self.otherFolder, .configuration, code: "foreign")
    case .rulesChanged:
      self.init(
        text, hint: "--rules-changed goes on with the new ones", .configuration,
        code: "rulesChanged")
    case .outputChanged(let path, _):
      self.init(
        text, hint: "put it back as it was, or begin anew with another folder", .badData,
        code: "outputChanged", path: path)
    case .inputChanged:
      self.init(
        text, hint: "give the same inputs in the same order, or another folder", .badData,
        code: "inputChanged")
    case .system(let file, let failure):
      self = POSIXFile.failure(failure.path ?? file, failure.code)
    }
  }

  private static var otherFolder: String {
    "give the same options and key as then, or another folder"
  }
}
