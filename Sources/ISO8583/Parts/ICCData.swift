public import CardCore

/// DE 55, the data of the chip (ICC): what an issuer needs of it, read into types.
///
/// Neither the track nor the PAN in it can be printed: the PAN is a `PAN`, and of the track only
/// its place is kept. Where a tag comes twice the first one counts; a tag whose length is not the
/// one that EMV gives it is left out.
///
/// Source of tags, names and formats: EMV 4.3 Book 3, annex A.
public struct ICCData: Hashable, Sendable {
  /// 9F26, application cryptogram, 8 bytes.
  public var cryptogram: UInt64?
  /// 9F27, cryptogram information data.
  public var cryptogramInformation: UInt8?
  /// 9F10, issuer application data, up to 32 bytes.
  public var issuerApplicationData: [UInt8]?
  /// 9F37, unpredictable number.
  public var unpredictableNumber: UInt32?
  /// 9F36, application transaction counter.
  public var transactionCounter: UInt16?
  /// 95, terminal verification results: five bytes, the first one highest.
  public var terminalVerificationResults: UInt64?
  /// 9A, transaction date: the number that `YYMMDD` writes.
  public var transactionDate: UInt32?
  /// 9C, transaction type, 0 to 99: positions 1 and 2 of DE 3.
  public var transactionType: UInt8?
  /// 9F02, amount authorised, in minor units of ``currency``.
  public var amountMinor: Int64?
  /// 9F03, other amount such as cash, in minor units of ``currency``.
  public var otherAmountMinor: Int64?
  /// 5F2A, transaction currency.
  public var currency: Currency?
  /// 82, application interchange profile.
  public var interchangeProfile: UInt16?
  /// 9F1A, the terminal's country.
  public var terminalCountry: Country?
  /// 9F34, cardholder verification method results: three bytes, the first one highest.
  public var verificationMethodResults: UInt32?
  /// 5F34, PAN sequence number, 0 to 99.
  public var panSequenceNumber: UInt8?
  /// 5A, or the digits before the separator of 57.
  public var pan: PAN?
  /// 57, track 2 equivalent data: where its value stands in the bytes that were read.
  public var track2Range: Range<Int>?

  /// Reads the objects in `bytes`; nil if they are no objects to the end.
  public init?(_ bytes: Span<UInt8>) {
    var data = ICCData()
    let isWhole = BERWalk.forEach(in: bytes) { tag, range in
      data.take(tag, bytes, range)
    }
    guard isWhole else { return nil }
    if data.pan == nil, let range = data.track2Range {
      data.pan = PackedTrack.pan(bytes.extracting(range))
    }
    self = data
  }

  /// Holds nothing.
  public init() {}

  private mutating func take(_ tag: UInt32, _ bytes: Span<UInt8>, _ range: Range<Int>) {
    let value = bytes.extracting(range)
    switch tag {
    case 0x9F26: Self.set(&cryptogram, Self.number(value, byteCount: 8))
    case 0x9F27: Self.set(&cryptogramInformation, Self.number(value, byteCount: 1))
    case 0x9F37: Self.set(&unpredictableNumber, Self.number(value, byteCount: 4))
    case 0x9F36: Self.set(&transactionCounter, Self.number(value, byteCount: 2))
    case 0x95: Self.set(&terminalVerificationResults, Self.number(value, byteCount: 5))
    case 0x82: Self.set(&interchangeProfile, Self.number(value, byteCount: 2))
    case 0x9F34: Self.set(&verificationMethodResults, Self.number(value, byteCount: 3))
    case 0x9A: Self.set(&transactionDate, PackedTrack.number(value, byteCount: 3))
    case 0x9C: Self.set(&transactionType, PackedTrack.number(value, byteCount: 1))
    case 0x5F34: Self.set(&panSequenceNumber, PackedTrack.number(value, byteCount: 1))
    case 0x9F02: Self.set(&amountMinor, PackedTrack.number(value, byteCount: 6))
    case 0x9F03: Self.set(&otherAmountMinor, PackedTrack.number(value, byteCount: 6))
    case 0x5F2A:
      let code: Int? = PackedTrack.number(value, byteCount: 2)
      Self.set(&currency, code.flatMap(Currency.init(numeric:)))
    case 0x9F1A:
      let code: Int? = PackedTrack.number(value, byteCount: 2)
      Self.set(&terminalCountry, code.flatMap(Country.init(numeric:)))
    case 0x9F10 where value.count <= 32:
      Self.set(&issuerApplicationData, range.map { bytes[$0] })
    case 0x5A: Self.set(&pan, PackedTrack.pan(value))
    case 0x57: Self.set(&track2Range, range)
    default: break
    }
  }

  private static func set<Value>(_ place: inout Value?, _ value: Value?) {
    if place == nil { place = value }
  }

  private static func number<Number: FixedWidthInteger>(
    _ value: Span<UInt8>, byteCount: Int
  ) -> Number? {
    guard value.count == byteCount else { return nil }
    var number: UInt64 = 0
    for offset in value.indices { number = number << 8 | UInt64(value[offset]) }
    return Number(truncatingIfNeeded: number)
  }
}

/// Packed digits as EMV writes them, with F behind the last of an odd number.
enum PackedTrack {
  /// The PAN at the start of `bytes`, up to the first nibble that is no digit.
  static func pan(_ bytes: Span<UInt8>) -> PAN? {
    pan(byteCount: bytes.count) { bytes[$0] }
  }

  /// The PAN at the start of `byteCount` bytes, which `byte` gives.
  static func pan(byteCount: Int, _ byte: (Int) -> UInt8) -> PAN? {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    defer {
      var span = digits.mutableSpan
      SecretBytes.wipe(&span)
    }
    var count = 0
    while count < min(20, 2 * byteCount) {
      let pair = byte(count >> 1)
      let nibble = count & 1 == 0 ? pair >> 4 : pair & 0x0F
      guard nibble <= 9 else { break }
      digits[count] = 0x30 + nibble
      count += 1
    }
    return try? PAN(digits.span.extracting(first: count))
  }

  /// The number that all the digits of `bytes` write.
  static func number<Number: FixedWidthInteger>(
    _ bytes: Span<UInt8>, byteCount: Int
  ) -> Number? {
    guard bytes.count == byteCount else { return nil }
    var number: UInt64 = 0
    for index in bytes.indices {
      guard let pair = value(ofPair: bytes[index]) else { return nil }
      number = number * 100 + UInt64(pair)
    }
    return Number(exactly: number)
  }

  /// The number that two digits write; nil if one is no digit.
  static func value(ofPair byte: UInt8) -> UInt8? {
    byte >> 4 <= 9 && byte & 0x0F <= 9 ? (byte >> 4) * 10 + (byte & 0x0F) : nil
  }
}
