/// The values of a chip transaction by tag, as they are read from DE 55.
///
/// Only what a cryptogram covers is kept: no card number and no track.
public struct CryptogramValues: Sendable {
  private var values: [CryptogramInput: [UInt8]] = [:]

  /// No values.
  public init() {}

  /// Takes the value of a tag, and leaves tags that no cryptogram covers.
  ///
  /// - Parameters:
  ///   - tag: The bytes of the tag, the last one lowest: `9F02` is 0x9F02.
  ///   - value: Of whatever length: what does not fit is found missing.
  public mutating func set(tag: UInt32, to value: Span<UInt8>) {
    guard tag > 0xFF || tag & 0x80 != 0, let number = UInt16(exactly: tag),
      let input = CryptogramInput(rawValue: number)
    else { return }
    self[input] = value.indices.map { value[$0] }
  }

  /// The value of an input; nil if there is none.
  public subscript(input: CryptogramInput) -> [UInt8]? {
    get { values[input] }
    set { values[input] = newValue }
  }

  /// The value as a version of the cryptogram takes it: what has no tag of its own is cut out of
  /// tag 9F10 unless it was set.
  func value(of input: CryptogramInput, for version: CryptogramVersion) -> [UInt8]? {
    if let value = values[input] { return value }
    guard let data = values[.issuerApplicationData] else { return nil }
    switch (input, version) {
    case (.cardVerificationResults, .visa10):
      // Length, key index and version come first.
      return data.count >= 7 ? Array(data[3..<7]) : nil
    case (.cardVerificationResults, _):
      return data.count >= 8 ? Array(data[2..<8]) : nil
    case (.counters, _):
      // Behind the results come two bytes of an offline number.
      return data.count >= 26 ? Array(data[10..<26]) : data.count >= 18 ? Array(data[10..<18]) : nil
    default: return nil
    }
  }
}
