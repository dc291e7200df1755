import CardCore
@_spi(Testing) import PaymentCrypto

extension FuzzTarget {
  /// The first byte chooses a format, the next a number of PAN digits, as many more are them; the
  /// others are a PIN block, or not.
  static let pin = FuzzTarget(name: "pin") { input in
    var input = FuzzInput(input)
    let format = PINBlockFormat.allCases[input.next() % PINBlockFormat.allCases.count]
    let digits = (0...input.next() % 19).map { _ in 0x30 + UInt8(input.next() % 10) }
    let block = input.rest
    guard let pan = try? PAN(digits.span) else { preconditionFailure("1 to 19 digits are a PAN") }
    if format != .iso4 { checkClear(block, format, pan) }
    if format != .iso2 { checkEnciphered(block, format, pan) }
  }

  /// What decodes is written again as it was.
  private static func checkClear(_ block: [UInt8], _ format: PINBlockFormat, _ pan: PAN) {
    do throws(CryptoError) {
      let pin = try ClearPINBlock.decode(format, block.span, pan: pan)
      let blank = try ClearPINBlock.encode(
        .iso1, pin: pin, pan: nil, fill: fill("0", 14 - pin.digitCount).span)
      let mask = try ClearPINBlock.encode(
        format, pin: pin, pan: pan, fill: fill("A", 14 - pin.digitCount).span)
      // Control, length and PIN are the same whatever the fill.
      let nibbleCount = 2 + pin.digitCount
      for position in 0..<nibbleCount {
        let shift = position % 2 == 0 ? 4 : 0
        precondition(
          (block[position / 2] ^ mask[position / 2]) >> shift & 0x0F == 0, "the PIN comes back")
      }
      precondition(Int(blank[0] & 0x0F) == pin.digitCount, "the count is that of the digits")
    } catch {
      precondition(
        error.code == (block.count == 8 ? .invalidPINBlock : .invalidLength), "one way to be wrong")
    }
  }

  private static func fill(_ digit: Character, _ count: Int) -> [UInt8] {
    Array(String(repeating: digit, count: count).utf8)
  }

  /// Translation takes exactly what opens, and verifiers never say more than that it fails.
  private static func checkEnciphered(_ block: [UInt8], _ format: PINBlockFormat, _ pan: PAN) {
    do throws(CryptoError) {
      let target: PINBlockFormat = format == .iso1 ? .iso1 : .iso3
      var decryptor = try PINDecryptor(key: key(format), format: format)
      var again = try PINDecryptor(key: key(target), format: target)
      var translator = try PINTranslator(from: key(format), format, to: key(target), target)
      var random = SplitMix64(seed: 1)
      var output = [UInt8](repeating: 0, count: 8)
      do throws(CryptoError) {
        let pin = try decryptor.decrypt(block.span, pan: pan)
        var span = output.mutableSpan
        try translator.translate(block.span, pan: pan, into: &span, using: &random)
        let same = try again.decrypt(output.span, pan: pan).isEqual(to: pin)
        precondition(same, "a translated PIN is the same")
      } catch {
        precondition(
          error.code == (block.count == format.byteCount ? .invalidPINBlock : .invalidLength),
          "one way to be wrong")
      }
      let verifier = try PVVPINVerifier(
        pinKey: key(format), format: format, key: Key(clear: bytes.span, .tdes2), index: 1)
      let verdict = verifier.verify(pinBlock: block.span, pan: pan, reference: block.span)
      precondition(verdict == .fails, "four digits at most are a PVV, and a block is more")
    } catch {
      preconditionFailure("these keys serve these formats: \(error)")
    }
  }

  private static let bytes = [UInt8](1...16)

  private static func key(
    _ format: PINBlockFormat
  ) throws(CryptoError) -> Key<Usage.PINEncryption> {
    try Key(clear: bytes.span, format == .iso4 ? .aes128 : .tdes2)
  }
}
