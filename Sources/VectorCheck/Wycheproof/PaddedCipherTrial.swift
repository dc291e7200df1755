import CardCore
@_spi(Testing) import PaymentCrypto

/// Tests of AES in CBC with the padding of PKCS #5: schema `ind_cpa_test_schema`.
struct PaddedCipherTrial: WycheproofTrial {
  let operation = "aes.cbc.decrypt"

  func outcome(of test: WycheproofTest) throws(OperationFailure) -> WycheproofOutcome {
    let message = try test.bytes("msg")
    let ciphertext = try test.bytes("ct")
    let vector = try test.bytes("iv")
    let bytes = try test.bytes("key")
    do throws(CryptoError) {
      let key = try Key<Usage.DataEncryption>(clear: bytes.span, .aes(byteCount: bytes.count))
      var decryptor = try DataCipher(key: key, .cbc, .decrypt)
      guard try decryptor.runPadded(ciphertext.span, vector: vector.span) == message else {
        return .differs("message")
      }
      var encryptor = try DataCipher(key: key, .cbc, .encrypt)
      let encrypted = try encryptor.runPadded(message.span, vector: vector.span)
      return encrypted == ciphertext ? .holds : .differs("ciphertext")
    } catch {
      return .refused(reason: "error \(error.code.rawValue)")
    }
  }
}
