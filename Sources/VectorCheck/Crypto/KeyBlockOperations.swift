import CardCore
@_spi(Testing) import PaymentCrypto

/// Key blocks of TR-31 and ANSI X9.143.
enum KeyBlockOperations {
  static let all = [
    CryptoOperation("tr31.wrap", wrap), CryptoOperation("tr31.unwrap", unwrap),
    CryptoOperation("tr31.parseHeader", parseHeader),
  ]

  private static func wrap(_ inputs: CaseInputs) throws -> OperationResult {
    let key = try inputs.key("key")
    let fill = try inputs.bytes("padding")
    let protectionKey = try inputs.key("kbpk")
    let block = try ClearKeyBlock.wrap(
      key.span, fill: fill.span, header: try inputs.characters("header"),
      under: protectionKey.span, allowing: inputs.legacy)
    return .text("keyBlock", String(decoding: block, as: UTF8.self))
  }

  private static func unwrap(_ inputs: CaseInputs) throws -> OperationResult {
    let block = try inputs.characters("keyBlock")
    let protectionKey = try inputs.key("kbpk")
    let (blocks, key) = try ClearKeyBlock.unwrap(
      block.span, under: protectionKey.span, allowing: inputs.legacy
    ) { header, key in (optionalBlocks(of: header), key.bytes) }
    let fixed = block.prefix(KeyBlockHeader.fixedCharacterCount)
    return OperationResult.text("header", String(decoding: fixed, as: UTF8.self))
      .andHex("key", key).andValue("optionalBlocks", blocks)
  }

  private static func parseHeader(_ inputs: CaseInputs) throws -> OperationResult {
    let block = try inputs.characters("keyBlock")
    let header = try KeyBlockHeader(parsing: block.span)
    return OperationResult.text("versionId", header.version.letter)
      .andText("keyUsage", header.usage.rawValue)
      .andText("algorithm", header.algorithm.letter)
      .andText("modeOfUse", header.modeOfUse.rawValue)
      .andText("keyVersion", header.keyVersion)
      .andText("exportability", header.exportability.rawValue)
      .andValue("optionalBlocks", optionalBlocks(of: header))
  }

  private static func optionalBlocks(of header: KeyBlockHeader) -> JSONValue {
    var blocks = JSONObject()
    for block in header.optionalBlocks { blocks.append(block.id, .text(block.text)) }
    return JSONValue(.object(blocks))
  }
}
