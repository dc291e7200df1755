/// Where labels wait that are too many to be held in memory: outside the monitor, which does no
/// input or output.
///
/// Slots of ``MonitorOptions/labelSlotByteCount`` bytes, each written before it is read, and again
/// once its labels are known. Nothing in it outlives the monitor: what is to be kept is in saved
/// state.
public protocol LabelFile: AnyObject, Sendable {
  /// Writes a slot; returns whether that was done.
  func write(_ bytes: Span<UInt8>, slot: Int) -> Bool

  /// Reads the first bytes of a slot that was written; nil where that cannot be done.
  func read(slot: Int, byteCount: Int) -> [UInt8]?
}
