import CardCore

/// Tests of AES in CBC with the padding of PKCS #5: schema `ind_cpa_test_schema`.
///
/// The library pads as ISO/IEC 9797-1 does and leaves PKCS #5 to its caller, so this padding is
/// added and checked here.
struct PaddedCipherTrial: WycheproofTrial {
  let operation = "aes.cbc.decrypt"

  func outcome(of test: WycheproofTest) throws(OperationFailure) -> WycheproofOutcome {
    let message = try test.bytes("msg")
    let ciphertext = try test.bytes("ct")
    do throws(OperationFailure) {
      let decrypted = try run("aes.cbc.decrypt", ciphertext, test)
      guard let unpadded = Self.unpadded(decrypted) else {
        return .refused(reason: "a padding that does not hold")
      }
      guard unpadded == message else { return .differs("message") }
      let encrypted = try run("aes.cbc.encrypt", Self.padded(message), test)
      return encrypted == ciphertext ? .holds : .differs("ciphertext")
    } catch .refused(let errorClass) {
      return .refused(reason: "error \(errorClass)")
    }
  }

  private func run(
    _ operation: String, _ data: [UInt8], _ test: WycheproofTest
  ) throws(OperationFailure) -> [UInt8] {
    let inputs = CaseInputs([
      "key": .hex(try test.bytes("key")), "iv": .hex(try test.bytes("iv")), "data": .hex(data),
    ])
    return try CryptoOperations.run(operation, inputs).bytes("data")
  }

  static let blockByteCount = 16

  static func padded(_ message: [UInt8]) -> [UInt8] {
    let count = blockByteCount - message.count % blockByteCount
    return message + repeatElement(UInt8(count), count: count)
  }

  /// - Returns: nil where the bytes do not end with 1 to 16 bytes that each say how many they are.
  static func unpadded(_ bytes: [UInt8]) -> [UInt8]? {
    guard let last = bytes.last, (1...blockByteCount).contains(Int(last)),
      bytes.count >= Int(last), bytes.suffix(Int(last)).allSatisfy({ $0 == last })
    else { return nil }
    return bytes.dropLast(Int(last))
  }
}
