/// What the cryptogram of one transaction covers, put together as its version says.
///
///     let inputs = try CryptogramInputs(.visa18, values)
///     inputs.names.map(\.name)  // what went in, to show
public struct CryptogramInputs: Sendable {
  /// Whose list of values it is.
  public let version: CryptogramVersion

  /// What went in, in order: names only.
  public var names: [CryptogramInput] { version.inputs }

  /// The transaction counter, tag 9F36.
  public let counter: UInt16

  /// Tag 9F37.
  public let unpredictableNumber: UInt32

  /// The bytes under the MAC, without fill.
  private let bytes: [UInt8]

  /// - Throws: ``CryptoError/Code/invalidLength`` if a value is missing or has another length:
  ///   ``missing(from:for:)`` tells which.
  public init(_ version: CryptogramVersion, _ values: CryptogramValues) throws(CryptoError) {
    guard Self.missing(from: values, for: version).isEmpty,
      let counter = values[.transactionCounter], let number = values[.unpredictableNumber]
    else {
      throw CryptoError(
        .invalidLength, "values of a cryptogram: one is missing or has another length")
    }
    self.version = version
    self.counter = UInt16(truncatingIfNeeded: counter.span.bigEndianInteger)
    unpredictableNumber = UInt32(truncatingIfNeeded: number.span.bigEndianInteger)
    bytes = version.inputs.flatMap { values.value(of: $0, for: version) ?? [] }
  }

  /// What a version needs and `values` have not, or have with another length.
  public static func missing(
    from values: CryptogramValues, for version: CryptogramVersion
  ) -> [CryptogramInput] {
    version.inputs.filter { input in
      let count = values.value(of: input, for: version)?.count ?? 0
      return !input.byteCounts(for: version).contains(count)
    }
  }

  /// Lends the bytes under the MAC, without fill: what a `CryptogramVerifier` is given.
  public func withBytes<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    try body(bytes.span)
  }
}
