import CardCore
@_spi(Testing) import PaymentCrypto

extension FuzzTarget {
  /// A key file and a master key file: refused, and never the cause of a crash. What is sealed anew
  /// is read, so that the lines behind the seal are reached too.
  static let keyFile = FuzzTarget(name: "keyfile") { input in
    _ = try? MasterKey.read(input).algorithm
    _ = try? KeyStore.source(of: input)
    guard let master = try? Key<Usage.KeyBlockProtection>(clear: masterKey.span, .aes256) else {
      preconditionFailure("the fuzzer's own key is good")
    }
    _ = try? KeyStore(reading: input, masterKey: master).summaries
    guard let sealed = try? KeyStore.sealing(input, masterKey: master) else { return }
    guard var store = try? KeyStore(reading: sealed.span, masterKey: master) else { return }
    for summary in store.summaries { _ = try? store.material(named: summary.name).attributes }
    do throws(KeyStoreError) {
      let written = try store.serialize()
      var again = try KeyStore(reading: written.span, masterKey: master)
      let second = try again.serialize()
      precondition(second == written, "a key file is written as it was read")
    } catch {
      preconditionFailure("what was read can be written: \(error)")
    }
  }

  private static let masterKey = (UInt8(1)...32).map { $0 &* 11 }
}
