public import CardCore

/// What a card verification value is computed over: PAN, four digits of expiry, three of service
/// code.
public struct CardVerificationData: Sendable {
  /// The digits as nibbles, left-justified, zeros up to the end.
  let blocks: UInt128

  /// Takes the digits as given, for values of other schemes and for vectors.
  ///
  /// - Parameters:
  ///   - expiry: 4 ASCII digits: `YYMM` on the track, mostly `MMYY` for CVV2, as the issuer has it.
  ///   - serviceCode: 3 ASCII digits: the card's own for CVV, 000 for CVV2, 999 for iCVV.
  /// - Throws: ``CryptoError/Code/invalidLength``, ``CryptoError/Code/invalidDigits``.
  public init(
    pan: PAN, expiry: Span<UInt8>, serviceCode: Span<UInt8>
  ) throws(CryptoError) {
    guard expiry.count == 4, serviceCode.count == 3 else {
      throw CryptoError(.invalidLength, "card verification: expected 4 digits and 3 digits")
    }
    guard let date = Digits.value(of: expiry), let service = Digits.value(of: serviceCode) else {
      throw CryptoError(.invalidDigits, "card verification: expected digits only")
    }
    self.init(pan, fourDigits: Int(date), threeDigits: Int(service))
  }

  private init(_ pan: PAN, fourDigits: Int, threeDigits: Int) {
    let tail =
      CardVerificationData.nibbles(fourDigits) &<< 12 | CardVerificationData.nibbles(threeDigits)
    let width = UInt128(4 * (32 - pan.digitCount - 7))
    blocks = (pan.nibbles &<< 28 | tail) &<< width
  }

  private static func nibbles(_ number: Int) -> UInt128 {
    let digits = (number / 1000 % 10, number / 100 % 10, number / 10 % 10, number % 10)
    return UInt128(digits.0 &<< 12 | digits.1 &<< 8 | digits.2 &<< 4 | digits.3)
  }

  /// CVV or CVC, on the magnetic stripe.
  public static func stripe(
    _ pan: PAN, expiry: CardDate, serviceCode: ServiceCode
  ) -> CardVerificationData {
    CardVerificationData(
      pan, fourDigits: yearMonth(expiry),
      threeDigits: serviceCode.interchange * 100 + serviceCode.authorization * 10
        + serviceCode.services)
  }

  /// CVV2 or CVC2, printed on the card: service code 000.
  ///
  /// - Parameter isMonthFirst: Whether the issuer takes `MMYY`, as most do, or `YYMM`.
  public static func printed(
    _ pan: PAN, expiry: CardDate, isMonthFirst: Bool = true
  ) -> CardVerificationData {
    let number =
      isMonthFirst ? Int(expiry.month) * 100 + Int(expiry.year) % 100 : yearMonth(expiry)
    return CardVerificationData(pan, fourDigits: number, threeDigits: 0)
  }

  /// iCVV or Chip CVC, on the chip: service code 999.
  public static func chip(_ pan: PAN, expiry: CardDate) -> CardVerificationData {
    CardVerificationData(pan, fourDigits: yearMonth(expiry), threeDigits: 999)
  }

  /// Visa's CAVV of 3-D Secure: the CVV algorithm over other digits.
  ///
  /// - Parameters:
  ///   - transactionNumber: The authentication tracking number, 0 to 9999.
  ///   - resultCode: Of the authentication, 0 to 9.
  ///   - secondFactorCode: 0 to 99.
  /// - Throws: ``CryptoError/Code/invalidRange``.
  public static func cavv(
    _ pan: PAN, transactionNumber: Int, resultCode: Int, secondFactorCode: Int
  ) throws(CryptoError) -> CardVerificationData {
    guard (0...9_999).contains(transactionNumber), (0...9).contains(resultCode),
      (0...99).contains(secondFactorCode)
    else {
      throw CryptoError(.invalidRange, "CAVV: expected 4 digits, 1 digit and 2 digits")
    }
    return CardVerificationData(
      pan, fourDigits: transactionNumber, threeDigits: resultCode * 100 + secondFactorCode)
  }

  private static func yearMonth(_ date: CardDate) -> Int {
    Int(date.year) % 100 * 100 + Int(date.month)
  }
}

extension CardVerificationData: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// No digit of the card.
  public var description: String { "card verification data" }

  /// The same text as ``description``.
  public var debugDescription: String { description }

  /// No children, so that reflection does not reach the digits.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Card verification values: CVV, CVV2, iCVV, CVC and its kin, and CAVV, under one key.
///
/// They may be stored by no one after the authorization: compute, compare, forget.
public struct CardVerification: ~Copyable, Sendable {
  private var single: BlockCipher
  private var double: BlockCipher
  private let mode: ModeOfUse

  public init(key: borrowing Key<Usage.CardVerification>) throws(CryptoError) {
    mode = key.attributes.mode
    let single = try key.material.secret.withBytes { bytes throws(CryptoError) in
      try BlockCipher(.des, key: bytes.extracting(first: 8))
    }
    let double = try key.material.secret.withBytes { bytes throws(CryptoError) in
      try BlockCipher(.tdes2, key: bytes)
    }
    self.single = single
    self.double = double
  }

  /// Writes the value as ASCII digits.
  ///
  /// - Parameter value: 3 to 5 bytes; 3 for everything named here.
  /// - Throws: ``CryptoError/Code/invalidLength`` for another count,
  ///   ``CryptoError/Code/wrongModeOfUse`` if the key is for verifying only.
  public mutating func generate(
    _ data: CardVerificationData, into value: inout MutableSpan<UInt8>
  ) throws(CryptoError) {
    guard mode.allows(.generate) else { throw .wrongModeOfUse }
    guard (3...5).contains(value.count) else {
      throw CryptoError(.invalidLength, "card verification: expected room for 3 to 5 digits")
    }
    value.writeDigits(try digits(value.count, data))
  }

  /// Whether three ASCII digits are the value; false for anything else, by the same path.
  ///
  /// - Throws: ``CryptoError/Code/wrongModeOfUse`` if the key is for generating only.
  public mutating func verify(
    _ value: Span<UInt8>, of data: CardVerificationData
  ) throws(CryptoError) -> Bool {
    guard mode.allows(.verify) else { throw .wrongModeOfUse }
    var own = InlineArray<3, UInt8>(repeating: 0)
    var span = own.mutableSpan
    span.writeDigits(try digits(3, data))
    return SecretBytes.constantTimeEqual(own.span, value)
  }

  @inline(__always)
  private mutating func digits(
    _ count: Int, _ data: CardVerificationData
  ) throws(CryptoError) -> UInt64 {
    let first = try single.run(UInt64(truncatingIfNeeded: data.blocks &>> 64))
    let last = try double.run(first ^ UInt64(truncatingIfNeeded: data.blocks))
    return TwoPassDigits.take(count, of: last)
  }
}
