import CardCore
import CardSimulation
import PaymentCrypto

/// The key that simulated messages are sealed with, and the key file that tells it.
struct SimulationKeys {
  /// The key's name in the key file.
  static let name = "simulated-mac"

  private let path: String
  private let seed: UInt64

  init(_ path: String, seed: UInt64) {
    self.path = path
    self.seed = seed
  }

  /// Where the master key of the key file is.
  var masterPath: String { path + ".master" }

  /// AES-CMAC of 8 bytes under the key, which follows from the seed: it protects nothing.
  func sealer() throws(CommandError) -> CMACSealer {
    let seed = seed
    return try KeyNotice.checking("the key of the MACs") { () throws(CryptoError) in
      CMACSealer(mac: try SharedMAC.cmac(key: try Self.key(seed)))
    }
  }

  private static func key(_ seed: UInt64) throws(CryptoError) -> Key<Usage.CMAC> {
    var generator = SplitMix64(seed: seed ^ 0x4D41_4353)
    return try Key<Usage.CMAC>(generating: .aes128, using: &generator)
  }

  /// Writes the key file, and a new master key beside it.
  func write(force: Bool) throws(CommandError) {
    if force {
      POSIXFile.remove(path)
      POSIXFile.remove(masterPath)
    }
    var generator = SecureRandom()
    let text = MasterKey.generate(using: &generator)
    let seed = seed
    let key = try KeyNotice.checking("the key of the MACs") { () throws(CryptoError) in
      try Self.key(seed)
    }
    let bytes: [UInt8] = try text.withBytes { text throws(CommandError) in
      try POSIXFile.create(masterPath, with: text)
      return try KeyNotice.mapping(path) { () throws(KeyStoreError) in
        let master = try MasterKey.read(text)
        var store = try KeyStore(masterKey: master, from: .file)
        guard let name = KeyName(Self.name) else { return [] }
        try store.insert(key, named: name, at: POSIXFile.now(), using: &generator)
        return try store.serialize()
      }
    }
    try POSIXFile.create(path, with: bytes.span)
  }
}

/// Seals messages by AES-CMAC.
struct CMACSealer: MessageSealer {
  let mac: SharedMAC

  func seal(_ message: Span<UInt8>) -> UInt64 {
    do throws(CryptoError) {
      return try mac.generate(message, byteCount: 8).reduce(0) { $0 << 8 | UInt64($1) }
    } catch {
      preconditionFailure("a prepared CMAC seals every message: \(error)")
    }
  }
}
