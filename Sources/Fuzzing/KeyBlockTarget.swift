import CardCore
@_spi(Testing) import PaymentCrypto

extension FuzzTarget {
  /// A block is read, or what a header says is written and read again: the same comes back.
  static let keyBlock = FuzzTarget(name: "keyblock") { input in
    var input = FuzzInput(input)
    let version = KeyBlockVersion.allCases[input.next() % KeyBlockVersion.allCases.count]
    let text = input.rest
    unwrap(text)
    guard var header = try? KeyBlockHeader(parsing: text.span) else { return }
    for block in header.optionalBlocks { _ = (block.meaning, block.name) }
    header.version = version
    wrap(header)
  }

  /// Nothing of these bytes was ever authenticated: no key may come of them.
  private static func unwrap(_ text: [UInt8]) {
    for key in [keys.tdes, keys.aes] {
      let isUnwrapped =
        (try? ClearKeyBlock.unwrap(text.span, under: key.span, allowing: .all) { _, _ in }) != nil
      precondition(!isUnwrapped, "a block that nobody made is not authentic")
    }
  }

  private static func wrap(_ header: KeyBlockHeader) {
    let key = header.version.usesAES ? keys.aes : keys.tdes
    let algorithm = header.version.usesAES ? KeyAlgorithm.aes256 : .tdes2
    guard
      let protection = try? Key<Usage.KeyBlockProtection>(clear: key.span, algorithm),
      var protector = try? KeyBlockProtector(
        key: protection, version: header.version, allowing: .all)
    else { preconditionFailure("the fuzzer's own keys are good") }
    var generator = SplitMix64(seed: 1)
    guard header.usage == Usage.PINEncryption.codes[0], header.algorithm == .tdes,
      let pin = try? Key<Usage.PINEncryption>(
        generating: .tdes2, mode: header.modeOfUse, exportability: header.exportability,
        using: &generator),
      let block = try? protector.wrap(pin, header: header, using: &generator)
    else { return }
    do throws(CryptoError) {
      let unwrapped = try protector.unwrap(block.span)
      precondition(unwrapped.header["LB"] == header["LB"], "a header comes back")
      precondition(unwrapped.header.modeOfUse == header.modeOfUse)
      precondition(unwrapped.header.optionalBlocks.count >= header.optionalBlocks.count)
    } catch {
      preconditionFailure("what was wrapped is unwrapped: \(error)")
    }
  }

  private static let keys = (
    tdes: (UInt8(1)...16).map { $0 &* 11 }, aes: (UInt8(1)...32).map { $0 &* 11 }
  )
}
