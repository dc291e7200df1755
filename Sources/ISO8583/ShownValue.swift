/// A value as it may leave the program: card numbers, track data and PIN data are starred.
///
/// ``Message/shown(options:only:)`` makes these; what prints a message prints nothing else.
public indirect enum ShownValue: Sendable, Hashable {
  /// Characters as on the wire, padding kept.
  case text(ShownText)
  /// Bytes in upper-case hexadecimal.
  case hex(ShownText)
  /// Subfields in the order of the wire.
  case fields([Member])
  /// Bytes, in upper-case hexadecimal, that lenient parsing let through.
  case undecoded(ShownText)

  public struct Member: Sendable, Hashable {
    public var key: String
    public var value: ShownValue

    public init(_ key: String, _ value: ShownValue) {
      self.key = key
      self.value = value
    }
  }
}

/// A text, some characters of which may have been replaced by stars.
public struct ShownText: Sendable, Hashable {
  public var text: String
  public var isMasked: Bool

  init(_ text: String, isMasked: Bool = false) {
    self.text = text
    self.isMasked = isMasked
  }
}

extension ShownValue {
  /// The keys that lead to each starred text inside, joined by points, under `path`.
  public func starredPaths(under path: String) -> [String] {
    switch self {
    case .text(let shown), .hex(let shown), .undecoded(let shown): shown.isMasked ? [path] : []
    case .fields(let members):
      members.flatMap { $0.value.starredPaths(under: path + "." + $0.key) }
    }
  }
}
