import Synchronization
public import Testing

/// Runs a property with seeds `first`, `first + 1`, …; stops at the first that fails, and names it.
///
///     try forEachSeed(count: 200, generator: SplitMix64.init(seed:)) { seed, generator in
///       let digits = generator.next() …
///       #expect(…)
///     }
///
/// - Parameters:
///   - count: How many seeds; a debug build affords a few hundred.
///   - first: Give a failing seed here, with `count: 1`, to run it alone.
///   - generator: Makes the source of numbers of a seed.
///   - body: The property. It fails by an issue (`#expect`, `#require`) or by throwing.
public func forEachSeed<Generator: RandomNumberGenerator>(
  count: Int, from first: UInt64 = 1, generator make: (UInt64) -> Generator,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (_ seed: UInt64, _ generator: inout Generator) throws -> Void
) throws {
  for seed in first..<(first + UInt64(count)) {
    let issues = Watch()
    defer {
      if issues.sawOne {
        Issue.record("the failing seed is \(seed)", sourceLocation: sourceLocation)
      }
    }
    // Nothing is known to fail: this lets the watch see each issue pass by, thrown ones included.
    try withKnownIssue(isIntermittent: true, sourceLocation: sourceLocation) {
      var generator = make(seed)
      try body(seed, &generator)
    } matching: { _ in
      issues.see()
      return false
    }
    if issues.sawOne { return }
  }
}

/// Remembers whether an issue went by.
private final class Watch: Sendable {
  private let seen = Mutex(false)

  var sawOne: Bool { seen.withLock { $0 } }

  func see() { seen.withLock { $0 = true } }
}
