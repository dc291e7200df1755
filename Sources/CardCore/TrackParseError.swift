/// Why bytes are no track, and at which one; never which byte.
public struct TrackParseError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Track: Int, Hashable, Sendable {
    case one = 1
    case two = 2
  }

  public enum Expected: String, Hashable, Sendable {
    case formatCode = "the format code `B`"
    case digit = "a digit"
    case separator = "a field separator"
    case expiryMonth = "a month from 01 to 12"
    case name = "a name of 2 to 26 characters"
    case character = "a character of the track's set"
    case end = "the end, the track being full"
    case endSentinel = "the end sentinel"
  }

  public let track: Track
  /// 0-based, in bytes, from the first byte given: the start sentinel, if there is one.
  public let offset: Int
  public let expected: Expected
  /// nil where the bytes are of the right class, but not their value or their number.
  public let found: ByteClass?

  public var description: String {
    let rest = found.map { ", found \($0)" } ?? ""
    return "track \(track.rawValue) at offset \(offset): expected \(expected.rawValue)\(rest)"
  }
}
