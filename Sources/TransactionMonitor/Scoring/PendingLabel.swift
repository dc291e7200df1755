/// What is kept of a transaction until its label is known: 16 bytes.
///
///     bits of `head`   0..31              32..43            44..45   46..55     56..63
///                      terminal's place   second of hour    kind     run cell   amount cell
///     bits of `tail`   0..15              16..26            27..63
///                      card's chance      habit cell        contexts
struct PendingLabel: Hashable, Sendable, BitwiseCopyable {
  static let byteCount = 16

  private(set) var head: UInt64
  private(set) var tail: UInt64

  init(head: UInt64, tail: UInt64) {
    self.head = head
    self.tail = tail
  }

  enum Kind: UInt64 {
    case genuine = 0
    case fraud = 1
    /// A fraud that was taken for genuine before it was reported.
    case correction = 2
  }

  /// Stands for "the card's side saw no amount".
  static let noHabit = 0x7FF
  /// Stands for "no terminal".
  static let noRun = 0x3FF

  init(
    terminal: UInt32, second: Int, kind: Kind, run: Int, amount: Int, habit: Int, chance: Double,
    contexts: UInt64
  ) {
    head =
      UInt64(terminal) | UInt64(second) << 32 | kind.rawValue << 44 | UInt64(run) << 46
      | UInt64(amount) << 56
    tail =
      UInt64((max(0, min(1, chance)) * 65_535).rounded()) | UInt64(habit) << 16 | contexts << 27
  }

  /// Where the record of the terminal is; 0 where there is none.
  var terminal: UInt32 {
    get { UInt32(truncatingIfNeeded: head) }
    set { head = head & ~0xFFFF_FFFF | UInt64(newValue) }
  }
  var second: Int { Int(head >> 32 & 0xFFF) }
  var kind: Kind {
    get { Kind(rawValue: head >> 44 & 3) ?? .genuine }
    set { head = head & ~(3 << 44) | newValue.rawValue << 44 }
  }
  var run: Int { Int(head >> 46 & 0x3FF) }
  var amount: Int { Int(head >> 56) }
  var chance: Double { Double(tail & 0xFFFF) / 65_535 }
  var habit: Int { Int(tail >> 16 & 0x7FF) }
  var contexts: UInt64 { tail >> 27 }

  /// Whether no table is without the cells that are named.
  var isSound: Bool {
    head >> 44 & 3 < 3 && second < 3_600 && (run < TerminalRun.cellCount || run == Self.noRun)
      && (habit < ScoreBins.habitCount || habit == Self.noHabit)
  }
}
