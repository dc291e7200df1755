/// A type with a bit pattern that none of its values has.
public protocol Vacant: BitwiseCopyable, Sendable {
  /// The pattern that stands for "no value"; never to be used as one.
  static var vacant: Self { get }
  /// Whether this is the pattern that stands for "no value".
  var isVacant: Bool { get }
}

/// An optional in the room of its value, for values that are held by the million.
///
///     @Compact public var stan: STAN?
@propertyWrapper
public struct Compact<Value: Vacant>: Sendable, BitwiseCopyable {
  @usableFromInline var stored: Value

  @inlinable
  public init(wrappedValue: Value?) {
    stored = wrappedValue ?? .vacant
  }

  @inlinable
  public var wrappedValue: Value? {
    get { stored.isVacant ? nil : stored }
    set { stored = newValue ?? .vacant }
  }
}

extension Vacant where Self: FixedWidthInteger & SignedInteger {
  /// The least number.
  @inlinable public static var vacant: Self { min }
  @inlinable public var isVacant: Bool { self == Self.min }
}

extension Vacant where Self: FixedWidthInteger & UnsignedInteger {
  /// The greatest number.
  @inlinable public static var vacant: Self { max }
  @inlinable public var isVacant: Bool { self == Self.max }
}

extension Int64: Vacant {}
extension UInt8: Vacant {}
extension UInt16: Vacant {}
extension UInt32: Vacant {}

extension Instant: Vacant {
  @inlinable public static var vacant: Instant { Instant(millisecondsSince1970: .min) }
  @inlinable public var isVacant: Bool { millisecondsSince1970 == .min }
}

extension Compact: CustomStringConvertible, CustomReflectable {
  /// The value's own text, or `nil`.
  public var description: String { wrappedValue.map { "\($0)" } ?? "nil" }

  /// No children: the pattern that stands for "no value" is not to be shown.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
