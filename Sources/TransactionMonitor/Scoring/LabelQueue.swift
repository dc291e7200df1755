/// Labels that are not yet known, in the order in which they will be.
///
/// By the hour in which they fall due, which never goes back: a row that comes late waits as long
/// as one that comes with it. What is beyond the room in memory waits in a file, if there is one.
struct LabelQueue {
  /// Labels that fall due in one hour; an hour may have several such pieces.
  struct Piece {
    var hour: UInt64
    /// Empty where they are in the file.
    var labels: [PendingLabel] = []
    var count: Int
    var slot: Int?
  }

  /// The most labels of a piece, which is what a slot of the file holds.
  static let pieceCount = MonitorOptions.labelSlotByteCount / PendingLabel.byteCount

  /// Those before `start` were taken out.
  private var sealed: [Piece] = []
  private var start = 0
  private var openHour: UInt64 = 0
  private var open: [PendingLabel] = []
  private var heldCount = 0
  private(set) var count = 0

  private let file: (any LabelFile)?
  private let heldMaximum: Int
  private var slotCount = 0
  private var freeSlots: [Int] = []
  /// Whether labels were written to the file and cannot be read again.
  private(set) var hasLost = false

  init(file: (any LabelFile)? = nil, heldByteMaximum: Int = .max) {
    self.file = file
    heldMaximum = heldByteMaximum / PendingLabel.byteCount
  }

  var byteCount: Int { count * PendingLabel.byteCount }
  /// Bytes of them that are in the file.
  var filedByteCount: Int { (count - heldCount) * PendingLabel.byteCount }

  // MARK: - Adding

  @inline(__always)
  mutating func append(_ label: PendingLabel, dueIn hour: UInt64) {
    if open.isEmpty || hour > openHour || open.count == Self.pieceCount { begin(hour) }
    open.append(label)
    heldCount &+= 1
    count &+= 1
  }

  private mutating func begin(_ hour: UInt64) {
    seal()
    openHour = max(openHour, hour)
  }

  private mutating func seal() {
    guard !open.isEmpty else { return }
    var piece = Piece(hour: openHour, count: open.count)
    if heldCount > heldMaximum, let slot = filed(open) {
      piece.slot = slot
      heldCount -= open.count
      open.removeAll(keepingCapacity: true)
    } else {
      swap(&piece.labels, &open)
    }
    sealed.append(piece)
  }

  /// Writes labels into the file; nil where there is none or it takes no more.
  private mutating func filed(_ labels: [PendingLabel]) -> Int? {
    guard let file else { return nil }
    let slot = freeSlots.popLast() ?? slotCount
    guard file.write(PendingLabel.bytes(of: labels).span, slot: slot) else {
      freeSlots.append(slot)
      slotCount = max(slotCount, slot + 1)
      return nil
    }
    slotCount = max(slotCount, slot + 1)
    return slot
  }

  // MARK: - Taking

  /// Whether any label falls due before an hour begins.
  @inline(__always)
  func isDue(before hour: UInt64) -> Bool {
    if start < sealed.count { return sealed[start].hour < hour }
    return !open.isEmpty && openHour < hour
  }

  /// Takes the labels of the first piece out.
  mutating func takeFirst() -> (hour: UInt64, labels: [PendingLabel])? {
    if start == sealed.count { seal() }
    guard start < sealed.count else { return nil }
    let piece = sealed[start]
    sealed[start].labels = []
    start += 1
    count -= piece.count
    if start == sealed.count || start >= 1_024 {
      sealed.removeSubrange(..<start)
      start = 0
    }
    guard let slot = piece.slot else {
      heldCount -= piece.count
      return (piece.hour, piece.labels)
    }
    freeSlots.append(slot)
    guard let labels = read(piece) else {
      hasLost = true
      return (piece.hour, [])
    }
    return (piece.hour, labels)
  }

  private func read(_ piece: Piece) -> [PendingLabel]? {
    guard let slot = piece.slot else { return piece.labels }
    let byteCount = piece.count * PendingLabel.byteCount
    guard let bytes = file?.read(slot: slot, byteCount: byteCount), bytes.count == byteCount
    else { return nil }
    return PendingLabel.labels(in: bytes)
  }

  // MARK: - All of them

  /// How many pieces there are.
  var pieceCount: Int { sealed.count - start + (open.isEmpty ? 0 : 1) }

  /// Hands each piece to `body`, the first one first, one in memory at a time. What cannot be read
  /// any more comes as none: ``hasLost`` tells of it when it is due.
  func visitPieces(_ body: (Piece, [PendingLabel]) -> Void) {
    for piece in sealed[start...] { body(piece, read(piece) ?? []) }
    if !open.isEmpty { body(Piece(hour: openHour, count: open.count), open) }
  }

  /// Lets go of all labels.
  mutating func removeAll() {
    sealed = []
    start = 0
    open = []
    openHour = 0
    (count, heldCount, slotCount) = (0, 0, 0)
    freeSlots = []
  }
}

extension PendingLabel {
  /// Eight bytes each of ``head`` and ``tail``, the least significant first.
  static func bytes(of labels: [PendingLabel]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(labels.count * byteCount)
    for label in labels {
      for word in [label.head, label.tail] {
        for shift in stride(from: 0, to: 64, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
      }
    }
    return bytes
  }

  static func labels(in bytes: [UInt8]) -> [PendingLabel] {
    stride(from: 0, to: bytes.count, by: byteCount).map { start in
      PendingLabel(head: word(bytes, at: start), tail: word(bytes, at: start + 8))
    }
  }

  private static func word(_ bytes: [UInt8], at start: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in (start..<start + 8).reversed() { word = word << 8 | UInt64(bytes[index]) }
    return word
  }
}
