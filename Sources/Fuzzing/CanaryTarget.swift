extension FuzzTarget {
  /// Fails on one input that blind chance would need centuries to draw.
  ///
  /// Only a fuzzer that sees which branches an input took climbs these steps: `Tools/fuzz canary`
  /// proves that the coverage flags reach the code and that a crash is reported.
  static let canary = FuzzTarget(name: "canary") { input in
    let song: [UInt8] = [0xC0, 0xFF, 0xEE, 0x42]
    guard input.count >= song.count else { return }
    for index in song.indices where input[index] != song[index] { return }
    preconditionFailure("the canary sang")
  }
}
