/// Track 2 of the magnetic stripe, or its equivalent in a chip: at most 37 characters.
///
///     [;] PAN (1..19)  =  YYMM or =  service code (3) or =  discretionary data  [?]
///
/// The separator is `=`, or `D` where the track was carried as hexadecimal digits. An expiry or a
/// service code that the card does not have is written as a separator in its place.
///
/// Not copyable, so printing one does not compile; the discretionary data, which holds the card
/// verification value, are overwritten when it goes.
///
/// Source: the track 2 format of ISO/IEC 7813.
public struct Track2: ~Copyable, Sendable {
  public enum Separator: UInt8, Hashable, Sendable {
    /// `=`.
    case equals = 0x3D
    /// `D`, as in hexadecimal forms.
    case letterD = 0x44
  }

  public let pan: PAN
  /// nil where a separator stands in its place.
  public let expiry: CardDate?
  /// nil where a separator stands in its place.
  public let serviceCode: ServiceCode?
  /// ASCII digits, possibly none.
  public let discretionaryData: SecretBytes
  /// The separator that was read.
  public let separator: Separator
  /// Whether `;` and `?` stood around the content.
  public let hasSentinels: Bool

  /// The most characters between the sentinels.
  public static let countMax = 37

  private static let startSentinel: UInt8 = 0x3B

  /// Reads a track, with both sentinels or without.
  ///
  /// - Parameters:
  ///   - text: ASCII, without the check character that follows the end sentinel on a stripe.
  ///   - referenceYear: Decides the century of the expiry: see ``CardDate``.
  /// - Throws: ``TrackParseError`` at the first byte that cannot be read.
  public init(parsing text: Span<UInt8>, near referenceYear: Int) throws(TrackParseError) {
    var reader = try TrackReader(
      .two, text, startSentinel: Track2.startSentinel, countMax: Track2.countMax)
    let pan = try reader.pan(text)
    guard let separator = reader.next(text).flatMap(Separator.init(rawValue:)) else {
      throw reader.error(.separator, text, at: reader.offset)
    }
    reader.offset += 1
    let mark = separator.rawValue
    let expiry = try reader.expiry(text, separator: mark, near: referenceYear)
    let serviceCode = try reader.serviceCode(text, separator: mark)
    discretionaryData = try reader.secret(
      text, upTo: reader.end, expected: .digit, where: Digits.isDigit)
    self.pan = pan
    self.expiry = expiry
    self.serviceCode = serviceCode
    self.separator = separator
    hasSentinels = reader.hasSentinels
  }

  /// Appends the track, sentinels included if it was read with them.
  ///
  /// With the separator that was read, which is the default, these are the bytes that were read.
  /// They are clear track data: reserve room for them first, so that growing leaves no copy behind,
  /// and overwrite them after use.
  public borrowing func serialize(into bytes: inout [UInt8], separator: Separator? = nil) {
    let mark = (separator ?? self.separator).rawValue
    if hasSentinels { bytes.append(Track2.startSentinel) }
    TrackWriter.append(pan, to: &bytes)
    bytes.append(mark)
    TrackWriter.append(expiry, serviceCode, separator: mark, to: &bytes)
    TrackWriter.append(discretionaryData, to: &bytes)
    if hasSentinels { bytes.append(TrackReader.endSentinel) }
  }
}
