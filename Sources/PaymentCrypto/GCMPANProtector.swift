public import CardCore
internal import Synchronization

/// PANs sealed for storage by AES-256-GCM.
///
///     byte      0        1..12   13..28              29..44
///     content   version  nonce   enciphered block    tag
///
/// The block is that of ``PAN/withTokenBlock(_:)``: 16 bytes for every PAN, so that the length does
/// not show. Version and context are authenticated with it.
///
/// Nonces are drawn; NIST SP 800-38D allows 2^32 of them under one key. May be used from any
/// thread.
public final class GCMPANProtector: PANProtector, Sendable {
  /// The key's check value in hexadecimal.
  public let checkValue: String
  private let key: Key<Usage.PANProtection>
  private let sealers = ContextPool<GCMContext>()
  private let openers = ContextPool<GCMContext>()
  private let nonces: Mutex<any RandomNumberGenerator & Sendable>

  /// The length of a sealed PAN, in bytes.
  public static let sealedByteCount = 1 + 12 + 16 + 16

  private static let version: UInt8 = 1

  /// - Parameter nonces: ``SecureRandom`` outside tests: a nonce used twice gives PANs away.
  public init(
    key: consuming Key<Usage.PANProtection>,
    nonces: sending any RandomNumberGenerator & Sendable = SecureRandom()
  ) throws(CryptoError) {
    checkValue = try key.checkValue().hex
    self.key = key
    self.nonces = Mutex(nonces)
    // What can fail does so here: OpenSSL may lack an algorithm.
    try sealers.with(making: makeSealer) { _ in }
    try openers.with(making: makeOpener) { _ in }
  }

  private func makeSealer() throws(CryptoError) -> GCMContext {
    try key.withBytes(for: .encrypt) { bytes throws(CryptoError) in
      try GCMContext(key: bytes, encrypts: true)
    }
  }

  private func makeOpener() throws(CryptoError) -> GCMContext {
    try key.withBytes(for: .decrypt) { bytes throws(CryptoError) in
      try GCMContext(key: bytes, encrypts: false)
    }
  }

  public func seal(_ pan: PAN, context: Span<UInt8>) -> [UInt8] {
    var nonce = InlineArray<12, UInt8>(repeating: 0)
    var nonceSpan = nonce.mutableSpan
    nonces.withLock { $0.fill(&nonceSpan) }
    let version = InlineArray<1, UInt8>(repeating: GCMPANProtector.version)
    // Enciphered in place, so that no PAN is left behind.
    var block = InlineArray<16, UInt8>(repeating: 0)
    pan.withTokenBlock { clear in
      for offset in 0..<16 { block[offset] = clear[offset] }
    }
    var tag = InlineArray<16, UInt8>(repeating: 0)
    do throws(CryptoError) {
      try sealers.with(making: makeSealer) { gcm throws(CryptoError) in
        try gcm.start(nonce: nonce.span)
        try gcm.associate(version.span)
        try gcm.associate(context)
        var blockSpan = block.mutableSpan
        try gcm.run(inPlace: &blockSpan)
        var tagSpan = tag.mutableSpan
        try gcm.finish(tag: &tagSpan)
      }
    } catch {
      preconditionFailure("OpenSSL refused a block under a key that it had taken")
    }
    var sealed = [GCMPANProtector.version]
    sealed.reserveCapacity(GCMPANProtector.sealedByteCount)
    for offset in nonce.indices { sealed.append(nonce[offset]) }
    for offset in block.indices { sealed.append(block[offset]) }
    for offset in tag.indices { sealed.append(tag[offset]) }
    return sealed
  }

  public func open(_ sealed: Span<UInt8>, context: Span<UInt8>) -> PAN? {
    guard sealed.count == GCMPANProtector.sealedByteCount, sealed[0] == GCMPANProtector.version
    else { return nil }
    var block = InlineArray<16, UInt8> { sealed[13 + $0] }
    defer { wipe(&block) }
    let holds = try? openers.with(making: makeOpener) { gcm throws(CryptoError) in
      try gcm.start(nonce: sealed.extracting(1..<13))
      try gcm.associate(sealed.extracting(first: 1))
      try gcm.associate(context)
      var span = block.mutableSpan
      try gcm.run(inPlace: &span)
      return try gcm.finish(matching: sealed.extracting(29..<45))
    }
    guard holds == true, block[0] == 0x01 else { return nil }
    return try? PAN(
      packed: block.span.extracting(2..<12), digitCount: min(Int(block[1]), 19))
  }
}
