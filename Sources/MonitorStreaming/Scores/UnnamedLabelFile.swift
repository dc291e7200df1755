public import TransactionMonitor

/// Labels that wait beyond the room in memory, in a file that has no name and goes with the run,
/// however that ends: terminals' places and cells of tables, nothing of a card.
public final class UnnamedLabelFile: LabelFile {
  private let file: POSIXFile

  /// - Parameter folder: On the disk that is to hold them: 16 bytes a label.
  public init(in folder: String) throws(POSIXFailure) {
    file = try POSIXFile(unnamedIn: folder)
  }

  public func write(_ bytes: Span<UInt8>, slot: Int) -> Bool {
    do throws(POSIXFailure) {
      try file.seek(to: slot * MonitorOptions.labelSlotByteCount)
      try file.write(bytes)
      return true
    } catch {
      return false
    }
  }

  public func read(slot: Int, byteCount: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    do throws(POSIXFailure) {
      try file.seek(to: slot * MonitorOptions.labelSlotByteCount)
      while bytes.count < byteCount {
        let before = bytes.count
        try file.read(byteCount - before, into: &bytes)
        guard bytes.count > before else { return nil }
      }
      return bytes
    } catch {
      return nil
    }
  }
}
