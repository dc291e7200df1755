import ArgumentParser
import CardCore
import PaymentCrypto

/// `monetique crypto kcv`.
struct CryptoKCVCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kcv", abstract: "The check value (KCV) of a key of the key file.",
    discussion: """
      Of triple DES it is the cipher over zeros, of AES the CMAC over a block of zeros, of HMAC \
      that of 16 zeros. With --expect, the exit code is 6 if it is another one.
      """)

  @Option(help: ArgumentHelp("The name of a key in --keys.", valueName: "name"))
  var key: String

  @Option(help: "How many bytes, 2 to 8; 3 of triple DES, 5 of the others if not given.")
  var length: Int?

  @Option(help: ArgumentHelp("A check value of 2 to 5 bytes to compare with.", valueName: "hex"))
  var expect: String?

  @Flag(help: "The cipher over zeros for AES too, as before 2017.")
  var zeroBlock = false

  @OptionGroup var file: KeyFileOptions

  @OptionGroup var output: OutputOptions

  func run() throws {
    var keys = try KeyFile(file)
    let material = try keys.material(named: KeyFile.name(key))
    let algorithm = material.attributes.algorithm
    let method: CheckValue.Method =
      algorithm.isDES || zeroBlock ? .zeroBlock : algorithm.isAES ? .cmac : .hmac
    if let expect { return try compare(expect, with: material, method) }
    let value = try KeyNotice.checking("key \(key)") { () throws(CryptoError) in
      try material.checkValue(
        method, byteCount: length ?? (algorithm.isDES ? 3 : 5),
        allowing: .aesZeroBlockCheckValue)
    }
    var result = CryptoOutput("monetique-kcv/1")
    result.add("checkValue", "", value.hex)
    try result.show(as: output.resolved)
  }

  private func compare(
    _ expected: String, with material: borrowing KeyMaterial, _ method: CheckValue.Method
  ) throws(CommandError) {
    guard let value = HexText.bytes(of: Array(expected.utf8)), (2...5).contains(value.count),
      HexText.isPlausible(Array(expected.utf8))
    else {
      throw CommandError(
        "--expect takes 2 to 5 bytes in hexadecimal", .usage, code: "badCheckValue")
    }
    let holds: Bool
    do throws(CryptoError) {
      holds = try material.matches(
        checkValue: value.span, method, allowing: .aesZeroBlockCheckValue)
    } catch {
      throw KeyNotice.error(.crypto(error), "key \(key)")
    }
    try CryptoOutput.verdict("monetique-kcv/1", holds, as: output.resolved)
  }
}
