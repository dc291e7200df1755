/// What a signature of offline data authentication turns into under the public key.
///
///     byte       0    1        2 up to the last 21     20 bytes   last
///     content    6A   format   content                 hash       BC
///
/// Source: EMV Book 2, annex A2.1.
struct RecoveredData {
  private let bytes: [UInt8]

  /// The bytes that every frame has beside its content.
  static let frameByteCount = 23

  /// SHA-1, the only hash of the standard.
  static let hashIndicator: UInt8 = 0x01

  /// RSA, the only signature of the standard.
  static let keyIndicator: UInt8 = 0x01

  /// - Throws: ``CryptoError/Code/invalidCertificate`` if header, format or trailer is another.
  init(_ bytes: [UInt8], format: UInt8) throws(CryptoError) {
    guard bytes.count > Self.frameByteCount, bytes[0] == 0x6A, bytes[1] == format,
      bytes[bytes.count - 1] == 0xBC
    else { throw .invalidCertificate }
    self.bytes = bytes
  }

  /// What stands between format and hash.
  var content: ArraySlice<UInt8> { bytes[2..<hashStart] }

  private var hashStart: Int { bytes.count - 21 }

  /// Hashes format and content, then what goes into the hash from outside, and compares.
  ///
  /// - Throws: ``CryptoError/Code/invalidCertificate`` if the hash is another.
  func checkHash(with outside: [UInt8]) throws(CryptoError) {
    let hash = try Self.hash(bytes[1..<hashStart] + outside)
    guard hash.elementsEqual(bytes[hashStart..<hashStart + 20]) else { throw .invalidCertificate }
  }

  /// SHA-1: 20 bytes.
  static func hash(_ bytes: some Collection<UInt8>) throws(CryptoError) -> [UInt8] {
    let text = Array(bytes)
    var hash = [UInt8](repeating: 0, count: HashAlgorithm.sha1.byteCount)
    var context = try HashContext(.sha1)
    try context.update(text.span)
    var span = hash.mutableSpan
    try context.finish(into: &span)
    return hash
  }
}
