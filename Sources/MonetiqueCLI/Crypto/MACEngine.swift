import CardCore
import PaymentCrypto

/// The MAC that the usage of a key says.
struct MACEngine: ~Copyable {
  private var retail: RetailMAC?
  private var chained: CBCMAC?
  private var cmac: CMAC?
  private var hmac: HMAC?
  /// What people call it.
  let name: String
  /// The length of a whole code.
  let byteCount: Int

  /// - Throws: 3 if the key is not for MACs.
  static func make(
    _ material: consuming KeyMaterial, _ options: MACOptions, of what: String
  ) throws(CommandError) -> MACEngine {
    let padding = try options.paddingMethod()
    do throws(CryptoError) {
      return try make(material, padding, options.hash.algorithm)
    } catch {
      throw KeyNotice.error(.crypto(error), what)
    }
  }

  private static func make(
    _ material: consuming KeyMaterial, _ padding: Padding, _ hash: HashAlgorithm
  ) throws(CryptoError) -> MACEngine {
    let usage = material.attributes.usage
    if Usage.CMAC.codes.contains(usage) {
      let mac = try CMAC(key: Key<Usage.CMAC>(material))
      let count = mac.byteCount
      return MACEngine(
        retail: nil, chained: nil, cmac: mac, hmac: nil, name: "CMAC", byteCount: count)
    }
    if Usage.HMAC.codes.contains(usage) {
      let mac = try HMAC(hash, key: Key<Usage.HMAC>(material))
      return MACEngine(
        retail: nil, chained: nil, cmac: nil, hmac: mac, name: "HMAC with \(hash.rawValue)",
        byteCount: hash.byteCount)
    }
    if Usage.CBCMAC.codes.contains(usage) {
      let mac = try CBCMAC(key: Key<Usage.CBCMAC>(material), padding: padding)
      let count = mac.byteCount
      return MACEngine(
        retail: nil, chained: mac, cmac: nil, hmac: nil,
        name: "CBC-MAC, padding \(padding.rawValue)", byteCount: count)
    }
    let mac = try RetailMAC(key: Key<Usage.RetailMAC>(material), padding: padding)
    return MACEngine(
      retail: mac, chained: nil, cmac: nil, hmac: nil,
      name: "retail MAC, padding \(padding.rawValue)", byteCount: 8)
  }

  mutating func generate(
    _ message: Span<UInt8>, byteCount: Int
  ) throws(CommandError) -> [UInt8] {
    do throws(CryptoError) {
      if let code = try retail?.generate(message, byteCount: byteCount) { return code }
      if let code = try chained?.generate(message, byteCount: byteCount) { return code }
      if let code = try cmac?.generate(message, byteCount: byteCount) { return code }
      return try hmac?.generate(message, byteCount: byteCount) ?? []
    } catch {
      throw KeyNotice.error(.crypto(error), name)
    }
  }

  mutating func verify(_ code: Span<UInt8>, of message: Span<UInt8>) throws(CommandError) -> Bool {
    do throws(CryptoError) {
      if let holds = try retail?.verify(code, of: message) { return holds }
      if let holds = try chained?.verify(code, of: message) { return holds }
      if let holds = try cmac?.verify(code, of: message) { return holds }
      return try hmac?.verify(code, of: message) ?? false
    } catch {
      throw KeyNotice.error(.crypto(error), name)
    }
  }
}
