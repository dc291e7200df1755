/// A stream of bytes that only the holders of a transport key can read: what leaves the house as a
/// file of cards or of PIN letters.
///
///     offset   length   content
///     0        8        the letters MNTQSEAL
///     8        1        the version, 1
///     9        1        0
///     10       2        K, the length of the key block
///     12       K        a key block (X9.143 version D) with a key of AES-256 for data (usage D0),
///                       drawn for this stream alone, under the transport key
///     12+K     4        I, the length of the information, up to 65,536
///     16+K     I        the information, UTF-8, readable by anyone
///
/// then chunks, of which the last one alone has the highest bit of its length set:
///
///     0        4        L, the length of the clear bytes, up to 65,536
///     4        L        the bytes, enciphered by AES-256-GCM
///     4+L      16       the tag
///
/// Numbers are big-endian. The nonce of a chunk is its number, counted from 0, in 12 bytes; with it
/// are authenticated the SHA-256 of everything before the first chunk and the chunk's own length.
/// So no bit of the stream can change, no chunk can be moved, left out or repeated, and nothing can
/// be cut off or added. A key never sees a nonce twice, as each stream has its own.
public enum SealedStream {
  /// The most clear bytes of a chunk.
  public static let chunkByteCountMax = 65_536
  /// The most bytes of the information.
  public static let informationByteCountMax = 65_536

  static let magic = Array("MNTQSEAL".utf8)
  static let version: UInt8 = 1
  static let lastMark: UInt32 = 1 << 31
  static let keyBlockByteCountMax = 4_096

  static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  static func nonce(_ chunk: UInt64) -> InlineArray<12, UInt8> {
    InlineArray { $0 < 4 ? 0 : UInt8(truncatingIfNeeded: chunk >> UInt64(56 - 8 * ($0 - 4))) }
  }

  static func hash(_ head: [UInt8]) -> [UInt8] {
    var hash = SHA256.prepared()
    hash.update(head.span)
    return hash.finish()
  }
}

/// Why a sealed stream is not read; never with a byte of it.
public struct SealedStreamError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable name: programs read it.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// It does not begin as a sealed stream, or is of another version.
    case notSealed
    /// The key block does not open: another transport key, or a changed head.
    case wrongKey
    /// A chunk is not as it was written, or not in its place.
    case changed
    /// It ends before its last chunk does.
    case truncated
    /// Bytes follow the last chunk.
    case trailingBytes
    /// A length is over its maximum.
    case lengthOverMaximum
  }

  public let code: Code
  /// Of the head or the chunk that is wrong, in bytes from the start.
  public let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  public var description: String {
    let words =
      switch code {
      case .notSealed: "no sealed stream of version 1"
      case .wrongKey: "the key block does not open: another transport key, or a changed head"
      case .changed: "a chunk that is not as it was written, or not in its place"
      case .truncated: "the bytes end before the last chunk does"
      case .trailingBytes: "bytes follow the last chunk"
      case .lengthOverMaximum: "a length is over its maximum"
      }
    return "byte \(offset): \(words)"
  }
}
