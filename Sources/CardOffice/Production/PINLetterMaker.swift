public import CardCore
public import CardRegistry
public import PaymentCrypto

/// Writes PIN letters into a sealed stream, one JSON object a line: all that is printed, and the
/// PIN as a block that only the printer can open.
///
///     {"item":7,"letter":{…},"pinBlock":"…","pinBlockFormat":1}
///
/// The letter is as ``Letter/json`` writes it. It has no PAN and no expiry, so the block is of
/// format 1, which is bound to no PAN. This stream and that of the cards go under other keys, on
/// other days, to other people.
public struct PINLetterMaker: ~Copyable {
  private var natural: IBM3624?
  private var values: VisaPVV?
  private var encryptor: PINEncryptor
  private var decryptor: PINDecryptor
  private var hash = SHA256.prepared()
  public private(set) var count = 0

  private static let digitCount = 4

  /// - Parameters:
  ///   - natural: What natural PINs are made by; nil if no product needs it.
  ///   - values: What PVVs are computed by; nil if no product needs it.
  ///   - key: The PIN transport key, of triple DES; may encrypt and decrypt.
  public init(
    natural: consuming IBM3624?, values: consuming VisaPVV?,
    pinKey key: borrowing Key<PaymentCrypto.Usage.PINEncryption>
  ) throws(CryptoError) {
    let encryptor = try PINEncryptor(key: key, format: .iso1)
    let decryptor = try PINDecryptor(key: key, format: .iso1)
    self.natural = natural
    self.values = values
    self.encryptor = encryptor
    self.decryptor = decryptor
  }

  /// Appends a letter.
  ///
  /// The PIN of an offset that is stored is made again. A new one is drawn where the PIN was
  /// compromised and where a product stores a PVV: then the new reference is returned, and is to be
  /// stored before the stream leaves.
  ///
  /// - Parameters:
  ///   - letter: What is printed.
  ///   - facts: Of its item.
  ///   - pan: What the PIN belongs to; it does not get into the stream.
  ///   - isAgain: Whether it was made before, for the same stream.
  /// - Returns: By what the PIN is verified from now on.
  /// - Throws: ``ProductionError``, with ``ProductionError/notMadeAgain(product:)`` for a PIN of a
  ///   PVV.
  public mutating func append(
    _ letter: Letter, _ facts: OutboxFacts, pan: PAN, isAgain: Bool,
    to stream: inout SealedStreamWriter, _ output: inout [UInt8],
    using generator: inout some RandomNumberGenerator
  ) throws(ProductionError) -> PINReference {
    let product = facts.product
    switch product.pinMethod {
    case .ibm3624: guard natural != nil else { throw .noPINKey(product: product.code) }
    case .pvv:
      guard values != nil else { throw .noPINKey(product: product.code) }
      guard !isAgain else { throw .notMadeAgain(product: product.code) }
    }
    var block = [UInt8](repeating: 0, count: encryptor.format.byteCount)
    var reference = facts.pinReference
    do throws(CryptoError) {
      if product.pinMethod == .pvv {
        reference = try makeDrawn(pan, &block, using: &generator)
      } else {
        let isNew = facts.command?.reason == .compromisedPIN && !isAgain
        if reference.isEmpty { reference = String(repeating: "0", count: Self.digitCount) }
        try makeNatural(&reference, isNew: isNew, pan, &block, using: &generator)
      }
      try write(letter, facts.item.number, reference, block, to: &stream, &output)
    } catch {
      throw .crypto(error)
    }
    count += 1
    return PINReference(pan: facts.pan, digits: reference)
  }

  /// The SHA-256 of all letters and PIN references: not to be kept by itself, see
  /// ``ProductionBatch/seal``.
  public consuming func finish() -> [UInt8] { hash.finish() }

  // MARK: - PINs

  private mutating func makeNatural(
    _ reference: inout String, isNew: Bool, _ pan: PAN, _ block: inout [UInt8],
    using generator: inout some RandomNumberGenerator
  ) throws(CryptoError) {
    var span = block.mutableSpan
    guard isNew else {
      try natural?.sealPIN(
        at: Array(reference.utf8).span, with: &encryptor, pan: pan, into: &span, using: &generator)
      return
    }
    try encryptor.generate(digitCount: Self.digitCount, pan: pan, into: &span, using: &generator)
    let digits = try natural?.offset(ofPINIn: block.span, with: &decryptor, pan: pan) ?? []
    reference = String(decoding: digits, as: UTF8.self)
  }

  private mutating func makeDrawn(
    _ pan: PAN, _ block: inout [UInt8],
    using generator: inout some RandomNumberGenerator
  ) throws(CryptoError) -> String {
    var span = block.mutableSpan
    try encryptor.generate(digitCount: Self.digitCount, pan: pan, into: &span, using: &generator)
    var digits = [UInt8](repeating: 0, count: 4)
    var value = digits.mutableSpan
    try values?.generate(fromPINIn: block.span, with: &decryptor, pan: pan, into: &value)
    return String(decoding: digits, as: UTF8.self)
  }

  // MARK: - The stream

  private mutating func write(
    _ letter: Letter, _ item: Int64, _ reference: String, _ block: [UInt8],
    to stream: inout SealedStreamWriter, _ output: inout [UInt8]
  ) throws(CryptoError) {
    var writer = JSONWriter(byteCapacity: 4_096)
    writer.beginObject()
    writer.field("item", item)
    writer.key("letter")
    if let value = try? JSONReader().read(letter.json) {
      writer.value(value)
    } else {
      writer.null()
    }
    let canonical = writer.bytes + Array(reference.utf8)
    hash.update(canonical.span)
    writer.key("pinBlock")
    writer.hex(block.span)
    writer.field("pinBlockFormat", encryptor.format.rawValue)
    writer.endObject()
    writer.endLine()
    let line = writer.bytes
    try stream.append(line.span, to: &output)
  }
}
