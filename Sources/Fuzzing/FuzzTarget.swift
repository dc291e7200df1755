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
  static let all: [FuzzTarget] = [.text]

  /// The target of that name, the canary included.
  static func named(_ name: String) -> FuzzTarget? {
    (all + [canary]).first { $0.name == name }
  }
}
