public import CardCore

/// DE 90 of 1987 and DE 56 of 1993 and 2003: which message a reversal or an advice is about.
///
///     digits                        1987        1993        2003
///     MTI                           4           4           4
///     STAN                          6           6           12
///     time sent, time shown         10 (DE 7)   12 (DE 12)  14 (DE 12)
///     acquirer                      11          2 + 0..11   0..11
///     forwarder                     11
///
/// A part that is all zeros stands for any.
public struct OriginalDataElements: Hashable, Sendable, BitwiseCopyable {
  /// nil for zeros, as are all parts.
  public var mti: MTI?
  /// Up to 12 digits.
  public var stan: UInt64?
  /// As many digits as the edition has: `MMDDhhmmss`, `YYMMDDhhmmss` or `CCYYMMDDhhmmss`.
  public var time: UInt64?
  public var acquirer: AcquirerID?
  /// 1987 only.
  public var forwarder: AcquirerID?

  /// Names nothing.
  public init() {}

  /// Reads the element of an edition from its digits.
  ///
  /// - Parameters:
  ///   - text: The digits of the element.
  ///   - edition: That of the message; `byMessage` is read as 1987.
  /// - Returns: nil if the digits are too few or too many, or if one is no digit.
  public init?(_ text: String, edition: MessageSpec.Edition) {
    let digits = Array(text.utf8)
    self.init(edition: edition, digitCount: digits.count) { position, count in
      Digits.value(of: digits.span.extracting(position..<position + count))
    }
  }

  /// Reads the element through `number`, which gives the number that some of its digits write.
  init?(
    edition: MessageSpec.Edition, digitCount: Int,
    number: (_ position: Int, _ count: Int) -> UInt64?
  ) {
    let (stanCount, timeCount) = Self.counts(edition)
    var position = 4 + stanCount + timeCount
    guard digitCount >= position, let mti = number(0, 4), let stan = number(4, stanCount),
      let time = number(4 + stanCount, timeCount)
    else { return nil }
    self.mti = mti == 0 ? nil : MTI(Int(mti))
    self.stan = stan == 0 ? nil : stan
    self.time = time == 0 ? nil : time
    var institutions: [Int] = [digitCount - position]
    if edition == .iso1987 || edition == .byMessage {
      institutions = [11, 11]
    } else if edition == .iso1993, digitCount >= position + 2 {
      guard let length = number(position, 2) else { return nil }
      position += 2
      institutions = [Int(length)]
    }
    guard position + institutions.reduce(0, +) == digitCount else { return nil }
    guard institutions[0] == 0 || institutions[0] <= AcquirerID.countMax else { return nil }
    for (index, count) in institutions.enumerated() where count > 0 {
      guard let value = number(position, count) else { return nil }
      position += count
      let id = value == 0 ? nil : AcquirerID(number: value, digitCount: count)
      if index == 0 { acquirer = id } else { forwarder = id }
    }
  }

  /// The digits of the STAN and of the time.
  private static func counts(_ edition: MessageSpec.Edition) -> (stan: Int, time: Int) {
    switch edition {
    case .byMessage, .iso1987: (6, 10)
    case .iso1993: (6, 12)
    case .iso2003: (12, 14)
    }
  }

  /// The digits of the element in an edition; nil if a part does not fit its place.
  public func text(edition: MessageSpec.Edition) -> String? {
    let (stanCount, timeCount) = Self.counts(edition)
    let parts = [
      (mti.map { UInt64($0.number) } ?? 0, 4), (stan ?? 0, stanCount), (time ?? 0, timeCount),
    ]
    var digits: [UInt8] = []
    for (value, width) in parts {
      guard String(value).utf8.count <= width else { return nil }
      Digits.append(value, width: width, to: &digits)
    }
    var text = String(decoding: digits, as: UTF8.self)
    let acquirer = acquirer?.text ?? ""
    switch edition {
    case .byMessage, .iso1987:
      for id in [acquirer, forwarder?.text ?? ""] {
        text += String(repeating: "0", count: AcquirerID.countMax - id.utf8.count) + id
      }
    case .iso1993:
      text += (acquirer.utf8.count < 10 ? "0" : "") + "\(acquirer.utf8.count)" + acquirer
    case .iso2003: text += acquirer
    }
    return text
  }
}
