/// Track 1 of the magnetic stripe in format B: at most 76 characters between the sentinels.
///
///     [%] B  PAN (1..19)  ^  name (2..26)  ^  YYMM or ^  service code (3) or ^
///     discretionary data  [?]
///
/// Not copyable, so printing one does not compile; the name and the discretionary data, which hold
/// the card verification value, are overwritten when it goes.
///
/// Source: the track 1 format of ISO/IEC 7813, structure B.
public struct Track1: ~Copyable, Sendable {
  public let pan: PAN
  private let name: SecretBytes
  /// nil where a separator stands in its place.
  public let expiry: CardDate?
  /// nil where a separator stands in its place.
  public let serviceCode: ServiceCode?
  /// Characters of the track's set, possibly none.
  public let discretionaryData: SecretBytes
  /// Whether `%` and `?` stood around the content.
  public let hasSentinels: Bool

  /// The most characters between the sentinels; with them and the check character, 79.
  public static let countMax = 76

  private static let startSentinel: UInt8 = 0x25
  private static let formatCode: UInt8 = 0x42
  private static let separator: UInt8 = 0x5E
  private static let nameCounts = 2...26

  /// Reads a track, with both sentinels or without.
  ///
  /// - Parameters:
  ///   - text: ASCII, without the check character that follows the end sentinel on a stripe.
  ///   - referenceYear: Decides the century of the expiry: see ``CardDate``.
  /// - Throws: ``TrackParseError`` at the first byte that cannot be read.
  public init(parsing text: Span<UInt8>, near referenceYear: Int) throws(TrackParseError) {
    var reader = try TrackReader(
      .one, text, startSentinel: Track1.startSentinel, countMax: Track1.countMax)
    try Track1.skip(Track1.formatCode, expected: .formatCode, text, &reader)
    let pan = try reader.pan(text)
    try Track1.skip(Track1.separator, expected: .separator, text, &reader)
    let name = try Track1.name(text, &reader)
    let expiry = try reader.expiry(text, separator: Track1.separator, near: referenceYear)
    let serviceCode = try reader.serviceCode(text, separator: Track1.separator)
    discretionaryData = try reader.secret(
      text, upTo: reader.end, expected: .character, where: Track1.isCharacter)
    self.pan = pan
    self.name = name
    self.expiry = expiry
    self.serviceCode = serviceCode
    hasSentinels = reader.hasSentinels
  }

  /// Lends the cardholder's name in ASCII, 2 to 26 characters as read, for the time of `body`.
  public borrowing func withName<R: ~Copyable, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try name.withBytes(body)
  }

  /// Appends the bytes that were read, sentinels included if there were any.
  ///
  /// They are clear track data: reserve room for them first, so that growing leaves no copy behind,
  /// and overwrite them after use.
  public borrowing func serialize(into bytes: inout [UInt8]) {
    if hasSentinels { bytes.append(Track1.startSentinel) }
    bytes.append(Track1.formatCode)
    TrackWriter.append(pan, to: &bytes)
    bytes.append(Track1.separator)
    TrackWriter.append(name, to: &bytes)
    bytes.append(Track1.separator)
    TrackWriter.append(expiry, serviceCode, separator: Track1.separator, to: &bytes)
    TrackWriter.append(discretionaryData, to: &bytes)
    if hasSentinels { bytes.append(TrackReader.endSentinel) }
  }

  /// Reads the name and the separator after it.
  private static func name(
    _ text: Span<UInt8>, _ reader: inout TrackReader
  ) throws(TrackParseError) -> SecretBytes {
    let start = reader.offset
    var stop = start
    while stop < reader.end, text[stop] != separator { stop += 1 }
    let name = try reader.secret(text, upTo: stop, expected: .character, where: isCharacter)
    try skip(separator, expected: .separator, text, &reader)
    guard nameCounts.contains(name.count) else {
      throw TrackParseError(track: .one, offset: start, expected: .name, found: nil)
    }
    return name
  }

  private static func skip(
    _ byte: UInt8, expected: TrackParseError.Expected,
    _ text: Span<UInt8>, _ reader: inout TrackReader
  ) throws(TrackParseError) {
    guard reader.next(text) == byte else {
      throw reader.error(expected, text, at: reader.offset)
    }
    reader.offset += 1
  }

  /// Whether `byte` is one of the track's 64 characters, and neither sentinel nor separator.
  private static func isCharacter(_ byte: UInt8) -> Bool {
    (0x20...0x5F).contains(byte) && byte != startSentinel && byte != separator
      && byte != TrackReader.endSentinel
  }
}
