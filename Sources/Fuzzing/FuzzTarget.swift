/// One thing the fuzzer can be pointed at: a name and what to do with each input.
///
/// A body calls the code under test and checks what must hold whatever the bytes are: a broken
/// promise is a failed `precondition`, a typed error a fine answer. A new target is a file of its
/// own and a name in `all`.
struct FuzzTarget: Sendable {
  /// What `Tools/fuzz` calls it, and the name of its folders of seeds, corpus and regressions.
  let name: String

  /// Runs the code under test once.
  let body: @Sendable (_ input: Span<UInt8>) -> Void

  /// The targets of `Tools/fuzz smoke`, in its order; `canary` stands apart since it must crash.
  static let all: [FuzzTarget] = [
    .parser, .tlv, .framing, .spec, .json, .pin, .keyBlock, .keyFile, .certificate, .ksn, .fpe,
    .operation, .vectors, .rules, .log, .mapping, .foreign,
  ]

  /// The target of that name, the canary included.
  static func named(_ name: String) -> FuzzTarget? {
    (all + [canary]).first { $0.name == name }
  }
}

/// An input whose first bytes choose what the others are for.
///
/// An input that is too short chooses zero: none is wasted.
struct FuzzInput {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ input: Span<UInt8>) {
    bytes = input.indices.map { input[$0] }
  }

  /// Takes one byte to choose with.
  mutating func next() -> Int {
    guard offset < bytes.count else { return 0 }
    defer { offset += 1 }
    return Int(bytes[offset])
  }

  /// Takes the bytes before the next one that is `end`, and that one.
  mutating func take(until end: UInt8) -> [UInt8] {
    let taken = Array(rest.prefix { $0 != end })
    offset = min(bytes.count, offset + taken.count + 1)
    return taken
  }

  /// What was not taken.
  var rest: [UInt8] { Array(bytes[offset...]) }
}
