/// One way to read an input, and how far it goes.
public struct Diagnosis: Sendable, Hashable {
  public var wrapping: Wrapping
  public var format: FrameFormat
  /// Bytes before each message that belong to no spec, such as a TPDU or a header of the line.
  public var strayByteCount: Int
  public var spec: String
  /// Messages that were read whole, of those that were tried.
  public var readCount: Int
  public var triedCount: Int
  /// Elements that were read of the message that stopped it.
  public var elementCount: Int
  /// Where it stops first; nil where it does not.
  public var stop: Stop?

  /// What stands around the bytes of the input.
  public enum Wrapping: String, Sendable, Hashable, CaseIterable {
    case none
    /// The input is hexadecimal digits.
    case hexadecimal
    /// The input is hexadecimal digits of hexadecimal digits.
    case hexadecimalTwice
  }

  /// Where reading stops, and why.
  public struct Stop: Sendable, Hashable {
    /// The message, from 1.
    public var message: Int
    /// 0-based, in bytes, in what the wrapping holds.
    public var offset: Int
    /// A frame that cannot be cut, or a message that cannot be read.
    public var reason: Reason
  }

  public enum Reason: Sendable, Hashable {
    case framing(FramingError)
    case message(ParseError)
  }

  /// Whether everything that was tried was read.
  public var fits: Bool { readCount > 0 && stop == nil }
}

extension Diagnosis {
  /// Whether this reading says more than another: first what fits, then what reads the most
  /// messages, then what reads most of one; among equals the one that assumes less.
  func isBetter(than other: Diagnosis) -> Bool {
    if fits != other.fits { return fits }
    if readCount != other.readCount { return readCount > other.readCount }
    if elementCount != other.elementCount { return elementCount > other.elementCount }
    return (strayByteCount, wrapping.depth) < (other.strayByteCount, other.wrapping.depth)
  }
}

extension Diagnosis.Wrapping {
  /// How often digits must be read as bytes.
  var depth: Int {
    switch self {
    case .none: 0
    case .hexadecimal: 1
    case .hexadecimalTwice: 2
    }
  }
}
