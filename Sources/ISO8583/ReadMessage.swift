/// A parsed message as the readers of its values pass it on: what is there, and where.
struct ReadMessage {
  let slots: [ElementSlot]
  let head: MessageHead
  /// Elements 1 to 64, the first one in the highest bit.
  private let first: UInt64
  /// Elements 65 to 128; those above tell nothing of a transaction.
  private let second: UInt64

  init(_ table: borrowing ElementTable, head: MessageHead) {
    slots = table.slots
    first = table.wordCount > 0 ? table.present[0] : 0
    second = table.wordCount > 1 ? table.present[1] : 0
    self.head = head
  }

  /// Whether `element`, 1 to 128, was read.
  @inline(__always)
  func contains(_ element: DataElement) -> Bool {
    (element.rawValue > 64 ? second : first) & ElementTable.bit(element.rawValue) != 0
  }
}
