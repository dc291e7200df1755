/// Why bytes are no identifier; never which bytes.
public enum IdentifierError: Error, Hashable, Sendable, CustomStringConvertible {
  case wrongLength(byteCount: Int, minimum: Int, maximum: Int)
  /// Only spaces.
  case blank
  /// `offset` is 0-based.
  case unexpected(offset: Int, found: ByteClass)

  public var description: String {
    switch self {
    case .wrongLength(let byteCount, let minimum, let maximum):
      "identifier: expected \(minimum == maximum ? "" : "\(minimum) to ")\(maximum) bytes, "
        + "found \(byteCount)"
    case .blank: "identifier: expected a value, found spaces only"
    case .unexpected(let offset, let found):
      "identifier at offset \(offset): expected a byte of its alphabet, found \(found)"
    }
  }
}
