/// What checking a MAC, a cryptogram or a PIN came to.
///
/// There is one way to fail: a caller that could tell a wrong key from a wrong length or a wrong
/// padding could search for the right one.
public enum Verdict: UInt8, Hashable, Sendable, BitwiseCopyable {
  /// Nothing was checked: no key, or nothing to check.
  case unknown = 0
  /// The value is the right one.
  case holds = 1
  /// The value is wrong, in whatever way.
  case fails = 2
}
