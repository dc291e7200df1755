import CardCore
@_spi(Testing) import PaymentCrypto

extension FuzzTarget {
  /// The first byte chooses what is signed and whether the signature is left alone, the next two
  /// how long remainder and exponent are; they follow, then the content, then what is outside.
  static let certificate = FuzzTarget(name: "certificate") { input in
    var input = FuzzInput(input)
    let choice = input.next()
    let remainder = (0..<input.next() % 64).map { _ in UInt8(input.next()) }
    let exponent = (0..<input.next() % 5).map { _ in UInt8(input.next()) }
    if choice & 0x80 != 0 { return checkAnyKey(input.rest, exponent) }
    let content = (0..<key.modulus.count - 23).map { _ in UInt8(input.next()) }
    let outside = input.rest
    let format = UInt8(2 + choice % 4)
    let hashed = format == 2 || format == 4 ? remainder + exponent : []
    guard
      var signature = key.sign(
        content, format: format, hashedWith: hashed + (format == 2 ? [] : outside),
        privateExponent: privateExponent)
    else { preconditionFailure("the test key signs content of its length") }
    if choice & 0x40 != 0 { signature[choice % signature.count] ^= 1 }
    check(signature, format, content, remainder, exponent, outside)
  }

  /// A refusal is always the same one; what is recovered is what was signed.
  private static func check(
    _ signature: [UInt8], _ format: UInt8, _ content: [UInt8], _ remainder: [UInt8],
    _ exponent: [UInt8], _ outside: [UInt8]
  ) {
    do throws(CryptoError) {
      switch format {
      case 2:
        let found = try key.issuerKey(
          certificate: signature.span, remainder: remainder.span, exponent: exponent.span,
          pan: pan)
        precondition(found.key.exponent == exponent && found.serialNumber.count == 3)
        precondition(found.key.modulus.count == Int(content[11]), "the length that was signed")
      case 4:
        let found = try key.cardKey(
          certificate: signature.span, remainder: remainder.span, exponent: exponent.span,
          staticData: outside.span, pan: pan)
        precondition(found.key.modulus.count == Int(content[17]), "the length that was signed")
      case 3:
        let code = try key.verifyStaticData(signature: signature.span, staticData: outside.span)
        precondition(code == Array(content[1..<3]), "the code that was signed")
      default:
        let data = try key.verifyDynamicData(
          signature: signature.span, terminalData: outside.span)
        precondition(data.count == Int(content[1]), "the length that was signed")
        let combined = try key.verifyCombinedData(
          signature: signature.span, unpredictableNumber: outside.span,
          transactionData: outside.span, cryptogramInformation: 0x80)
        precondition(combined.cryptogram.count == 8)
      }
    } catch {
      precondition(error.code == .invalidCertificate, "one way to be wrong")
    }
  }

  /// Any modulus and exponent: most are no key, and no signature of noise holds.
  private static func checkAnyKey(_ bytes: [UInt8], _ exponent: [UInt8]) {
    guard let noise = try? EMVPublicKey(modulus: bytes.span, exponent: exponent.span) else {
      return
    }
    precondition(EMVPublicKey.modulusByteCounts.contains(noise.modulus.count))
    let signature = noise.modulus.enumerated().map { $0.offset == 0 ? 0 : $0.element }
    let found = try? noise.verifyDynamicData(signature: signature.span, terminalData: bytes.span)
    precondition(found == nil, "noise does not hold")
  }

  private static let pan: PAN = {
    guard let pan = PAN("4111111111111111") else { preconditionFailure("16 digits are a PAN") }
    return pan
  }()

  /// A key of 64 bytes made for this, the least that there is: its secret is none.
  private static let key: EMVPublicKey = {
    let modulus = bytes(
      "D3C72D05C0F7F4FE8AE9D0CFE2B9A74EC94C5F493078510DDD7FE5B636FF696A"
        + "EA03FE5F14843CE04646739D08399D1F82EEF91FA24E88BDAAB3501B9BC8CF6F")
    let exponent: [UInt8] = [3]
    do throws(CryptoError) {
      return try EMVPublicKey(modulus: modulus.span, exponent: exponent.span)
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  private static let privateExponent = bytes(
    "8D2F73592B4FF8A9B1F135DFEC7BC4DF30DD94DB75A58B5E93AA992424AA4646"
      + "0F33B5F3E31D40C9A76FA6237BDE46FA38E47F65124AF12331AFC83E53B2381B")

  private static func bytes(_ hex: String) -> [UInt8] {
    let nibbles = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: nibbles.count, by: 2).map {
      UInt8(nibbles[$0] << 4 | nibbles[$0 + 1])
    }
  }
}
