public import CardCore

/// PINs by the method of the IBM 3624: a natural PIN out of the PAN, and an offset that makes it
/// the cardholder's own.
public struct IBM3624: ~Copyable, Sendable {
  private let table: DecimalisationTable
  private let validation: ValidationRule
  private var cipher: BlockCipher
  let mode: ModeOfUse

  /// The digit counts of PINs and offsets.
  public static let digitCounts = 4...16

  /// Which digits of the PAN the natural PIN is made of, and how they are filled up to 16.
  public struct ValidationRule: Hashable, Sendable {
    let start: Int
    let digitCount: Int
    /// 0 to 15.
    let pad: UInt8

    /// - Parameters:
    ///   - start: How many digits of the PAN come before.
    ///   - digitCount: 1 to 16.
    ///   - pad: A hexadecimal digit in ASCII.
    /// - Throws: ``CryptoError/Code/invalidRange``, ``CryptoError/Code/invalidDigits``.
    public init(start: Int, digitCount: Int, pad: UInt8) throws(CryptoError) {
      guard start >= 0, start <= PAN.digitCountMax, (1...16).contains(digitCount) else {
        throw CryptoError(.invalidRange, "validation data: expected 1 to 16 digits of the PAN")
      }
      guard let value = HexadecimalDigit.value(of: pad) else {
        throw CryptoError(.invalidDigits, "validation data: expected a hexadecimal digit as fill")
      }
      self.start = start
      self.digitCount = digitCount
      self.pad = value
    }

    /// The block that is enciphered.
    @inline(__always)
    func block(of pan: PAN) throws(CryptoError) -> UInt64 {
      let after = pan.digitCount - start - digitCount
      guard after >= 0 else {
        throw CryptoError(.invalidRange, "validation data: the PAN has not that many digits")
      }
      let chosen = UInt64(truncatingIfNeeded: pan.nibbles &>> UInt128(4 * after))
      let width = UInt64(64 - 4 * digitCount)
      guard width > 0 else { return chosen }
      let fill = UInt64(pad) &* 0x1111_1111_1111_1111 & ((1 &<< width) - 1)
      return chosen &<< width | fill
    }
  }

  /// - Throws: ``CryptoError/Code/wrongModeOfUse`` if the key may neither make nor verify.
  public init(
    key: borrowing Key<Usage.IBM3624>, table: DecimalisationTable, validation: ValidationRule
  ) throws(CryptoError) {
    let (algorithm, mode) = (key.algorithm, key.attributes.mode)
    cipher = try key.withBytes(
      for: mode.allows(.generate) ? .generate : .verify
    ) { bytes throws(CryptoError) in try BlockCipher(algorithm, key: bytes) }
    self.table = table
    self.validation = validation
    self.mode = mode
  }

  /// The digits of the natural PIN, 16 of them as nibbles, the first one highest.
  @inline(__always)
  private mutating func natural(_ pan: PAN) throws(CryptoError) -> UInt64 {
    try table.decimalise(cipher.run(secret: validation.block(of: pan)))
  }

  /// Adds or subtracts the digits of two numbers, each by itself, modulo 10.
  @inline(__always)
  private static func combine(_ left: UInt64, _ right: UInt64, subtracting: Bool) -> UInt64 {
    var result: UInt64 = 0
    for position in 0..<16 {
      let shift = UInt64(4 * position)
      let (first, second) = (left &>> shift & 0x0F, right &>> shift & 0x0F)
      let digit = (subtracting ? first + 10 - second : first + second) % 10
      result |= digit &<< shift
    }
    return result
  }

  /// The offset that makes `digits` the PIN; both as nibbles, the last one lowest.
  @inline(__always)
  mutating func offset(of digits: UInt64, count: Int, pan: PAN) throws(CryptoError) -> UInt64 {
    let natural = try natural(pan) &>> UInt64(64 - 4 * count)
    let offset = IBM3624.combine(digits, natural, subtracting: true)
    return count == 16 ? offset : offset & ((1 &<< UInt64(4 * count)) - 1)
  }

  /// The PIN that an offset makes; both as nibbles, the last one lowest.
  mutating func digits(at offset: UInt64, count: Int, pan: PAN) throws(CryptoError) -> UInt64 {
    let natural = try natural(pan) &>> UInt64(64 - 4 * count)
    let digits = IBM3624.combine(natural, offset, subtracting: false)
    return count == 16 ? digits : digits & ((1 &<< UInt64(4 * count)) - 1)
  }

  // MARK: - Without a clear PIN

  /// The offset of the PIN in a block, for a card whose holder has chosen it.
  ///
  /// - Returns: As many ASCII digits as the PIN has.
  public mutating func offset(
    ofPINIn block: Span<UInt8>, with decryptor: inout PINDecryptor, pan: PAN
  ) throws(CryptoError) -> [UInt8] {
    guard mode.allows(.generate) else { throw .wrongModeOfUse }
    let pin = try decryptor.open(block, pan: pan)
    var text = [UInt8](repeating: 0, count: pin.count)
    var span = text.mutableSpan
    span.writeDigits(try offset(of: pin.nibbles, count: pin.count, pan: pan))
    return text
  }

  /// Writes the PIN that an offset makes as a block that only the owners of its key can open: the
  /// same PIN for a new card, or the natural PIN where the offset is zeros.
  ///
  /// - Parameters:
  ///   - offset: 4 to 12 ASCII digits.
  ///   - encryptor: Whose format and key the block has.
  ///   - pan: What the natural PIN is made of and the block bound to.
  ///   - block: As many bytes as a block of the encryptor's format has.
  ///   - generator: What fill is drawn from: ``SecureRandom`` outside tests.
  public mutating func sealPIN(
    at offset: Span<UInt8>, with encryptor: inout PINEncryptor, pan: PAN,
    into block: inout MutableSpan<UInt8>, using generator: inout some RandomNumberGenerator
  ) throws(CryptoError) {
    guard mode.allows(.generate) else { throw .wrongModeOfUse }
    guard PIN.digitCounts.contains(offset.count) else {
      throw CryptoError(.invalidLength, "offset: expected 4 to 12 digits")
    }
    let nibbles = try IBM3624.nibbles(offset)
    let digits = try digits(at: nibbles, count: offset.count, pan: pan)
    let fill = PINFill.drawn(for: encryptor.format, using: &generator)
    try encryptor.seal(
      PINDigits(nibbles: digits, count: offset.count), pan: pan, fill: fill, into: &block)
  }

  /// Whether the PIN in a block has this offset; false for whatever is wrong, be it block, PAN, PIN
  /// or offset.
  ///
  /// - Parameters:
  ///   - block: The enciphered block.
  ///   - decryptor: What opens it.
  ///   - pan: What the block is bound to and the natural PIN made of.
  ///   - reference: The offset that is stored, in ASCII digits: as many as the PIN has.
  /// - Throws: ``CryptoError/Code/wrongModeOfUse`` if the key may not verify,
  ///   ``CryptoError/Code/library``.
  public mutating func verify(
    pinBlock block: Span<UInt8>, with decryptor: inout PINDecryptor, pan: PAN,
    reference: Span<UInt8>
  ) throws(CryptoError) -> Bool {
    guard mode.allows(.verify) else { throw .wrongModeOfUse }
    return try CryptoError.falseIfRefused { () throws(CryptoError) in
      let pin = try decryptor.open(block, pan: pan)
      let wanted = try IBM3624.nibbles(reference)
      let own = try offset(of: pin.nibbles, count: pin.count, pan: pan)
      return own == wanted && pin.count == reference.count
    }
  }

  /// Reads 4 to 16 ASCII digits.
  static func nibbles(_ digits: Span<UInt8>) throws(CryptoError) -> UInt64 {
    guard digitCounts.contains(digits.count) else {
      throw CryptoError(.invalidLength, "PIN or offset: expected 4 to 16 digits")
    }
    var nibbles: UInt64 = 0
    for offset in digits.indices {
      guard Digits.isDigit(digits[offset]) else {
        throw CryptoError(.invalidDigits, "PIN or offset: expected digits only")
      }
      nibbles = nibbles &<< 4 | UInt64(digits[offset] & 0x0F)
    }
    return nibbles
  }
}
