public import CardCore
public import CardRegistry
public import PaymentCrypto

/// Writes the records of cards to make into a sealed stream, one JSON object a line.
///
///     {"card":12,"product":"classic","pan":"…","sequenceNumber":1,"expiry":"2029-03",
///      "serviceCode":"201","name":"LEFEVRE/ZOE","track1":"B…","track2":"…","track2Chip":"…",
///      "cvv":"…","icvv":"…","cvv2":"…","pinBlock":"…","pinBlockFormat":0}
///
/// The discretionary data of a track are five zeros, as the issuer verifies PINs by what it stores,
/// and the card verification value: the CVV on the stripe, the iCVV on the chip. `pinBlock` is
/// there for products whose PIN can be made: the PIN under the PIN transport key, in format 0, or 4
/// under AES.
///
/// Every record is hashed without its PIN block, which may hold drawn fill, and with the PIN
/// reference in its place: the same cards give the same hash.
public struct CardMaker: ~Copyable {
  private var verification: CardVerification
  private var natural: IBM3624?
  private var encryptor: PINEncryptor
  private var hash = SHA256.prepared()
  private var record: [UInt8] = []
  public private(set) var count = 0

  /// Longer than any record, so that the bytes never move.
  private static let recordByteCountMax = 2_048

  /// - Parameters:
  ///   - verification: The card verification key.
  ///   - natural: What natural PINs are made by; nil if no product needs it.
  ///   - encryptor: Under the PIN transport key.
  public init(
    verification: consuming CardVerification, natural: consuming IBM3624?,
    encryptor: consuming PINEncryptor
  ) {
    self.verification = verification
    self.natural = natural
    self.encryptor = encryptor
    record.reserveCapacity(Self.recordByteCountMax)
  }

  /// Appends the record of a card.
  ///
  /// - Parameter generator: For the fill of PIN blocks: ``SecureRandom`` outside tests.
  public mutating func append(
    _ card: CardToMake, to stream: inout SealedStreamWriter, _ output: inout [UInt8],
    using generator: inout some RandomNumberGenerator
  ) throws(ProductionError) {
    guard !(card.product.hasOfflinePIN && card.product.pinMethod == .pvv) else {
      throw .pinOfProductUnknown(product: card.product.code)
    }
    guard let name = NameOnCard.text(card.holder.name) else { throw .unfitName }
    defer { wipe() }
    do throws(CryptoError) {
      try write(card, name)
    } catch {
      throw .crypto(error)
    }
    note(card.pinReference)
    if card.product.pinMethod == .ibm3624 { try writePINBlock(card, using: &generator) }
    text("}\n")
    do throws(CryptoError) {
      try stream.append(record.span, to: &output)
    } catch {
      throw .crypto(error)
    }
    count += 1
  }

  /// Takes the record so far and the PIN reference into the hash.
  private mutating func note(_ pinReference: String) {
    var bytes: [UInt8] = []
    swap(&bytes, &record)
    hash.update(bytes.span)
    hash.update(Array(pinReference.utf8).span)
    swap(&bytes, &record)
  }

  /// The SHA-256 of all records: not to be kept by itself, see ``ProductionBatch/seal``.
  public consuming func finish() -> [UInt8] { hash.finish() }

  private mutating func wipe() {
    for index in record.indices { record[index] = 0 }
    record.removeAll(keepingCapacity: true)
  }

  // MARK: - A record

  private mutating func write(_ card: CardToMake, _ name: [UInt8]) throws(CryptoError) {
    let expiry = card.key.expiry
    let service = card.product.trackServiceCode
    var stripe = InlineArray<3, UInt8>(repeating: 0)
    var chip = InlineArray<3, UInt8>(repeating: 0)
    var printed = InlineArray<3, UInt8>(repeating: 0)
    try generate(.stripe(card.pan, expiry: expiry, serviceCode: service), &stripe)
    try generate(.chip(card.pan, expiry: expiry), &chip)
    try generate(
      .printed(card.pan, expiry: expiry, isMonthFirst: card.product.cvv2DateOrder == .mmyy),
      &printed)
    text(#"{"card":\#(card.card),"product":"\#(card.product.code)","pan":""#)
    digits(card.pan)
    text(#"","sequenceNumber":\#(card.key.sequenceNumber),"expiry":"\#(expiry)","#)
    text(#""serviceCode":"\#(service)","name":""#)
    record += name
    text(#"","track1":"B"#)
    digits(card.pan)
    text("^")
    record += name
    text("^")
    track(expiry, service, stripe)
    for (member, value) in [("track2", stripe), ("track2Chip", chip)] {
      text(#"","\#(member)":""#)
      digits(card.pan)
      text("=")
      track(expiry, service, value)
    }
    for (member, value) in [("cvv", stripe), ("icvv", chip), ("cvv2", printed)] {
      text(#"","\#(member)":""#)
      bytes(value)
    }
    text("\"")
  }

  private mutating func generate(
    _ data: CardVerificationData, _ value: inout InlineArray<3, UInt8>
  ) throws(CryptoError) {
    var span = value.mutableSpan
    try verification.generate(data, into: &span)
  }

  private mutating func writePINBlock(
    _ card: CardToMake, using generator: inout some RandomNumberGenerator
  ) throws(ProductionError) {
    guard natural != nil else { throw .noPINKey(product: card.product.code) }
    let format = encryptor.format
    var block = [UInt8](repeating: 0, count: format.byteCount)
    do throws(CryptoError) {
      var span = block.mutableSpan
      try natural?.sealPIN(
        at: Array(card.pinReference.utf8).span, with: &encryptor, pan: card.pan, into: &span,
        using: &generator)
    } catch {
      throw .crypto(error)
    }
    text(#","pinBlock":""#)
    for byte in block {
      record.append(HexadecimalDigit.upperCase(byte >> 4))
      record.append(HexadecimalDigit.upperCase(byte & 0x0F))
    }
    text(#"","pinBlockFormat":\#(format.rawValue)"#)
  }

  private mutating func track(
    _ expiry: CardDate, _ service: ServiceCode, _ value: InlineArray<3, UInt8>
  ) {
    expiry.appendYYMM(to: &record)
    service.append(to: &record)
    text("00000")
    bytes(value)
  }

  private mutating func digits(_ pan: PAN) {
    pan.withDigits { digits in
      for index in digits.indices { record.append(digits[index]) }
    }
  }

  private mutating func bytes(_ value: InlineArray<3, UInt8>) {
    for index in value.indices { record.append(value[index]) }
  }

  private mutating func text(_ text: String) { record.append(contentsOf: text.utf8) }
}

extension Product {
  /// The service code of its cards: by default international with chip, and 1 for a usual
  /// authorisation or 2 for one by the issuer each time in the second place.
  public var trackServiceCode: ServiceCode {
    if let serviceCode { return serviceCode }
    let digits = Array((authorizesSystematically ? "221" : "201").utf8)
    guard let code = ServiceCode(digits.span) else { preconditionFailure("three digits") }
    return code
  }
}
