import CardCore
@_spi(Testing) import PaymentCrypto
import Testing

/// Sealed streams: what was written reads back, whatever the pieces, and nothing else does.
@Suite struct SealedStreamTests {
  private static func key(_ byte: UInt8 = 7) throws -> Key<Usage.KeyBlockProtection> {
    let bytes = [UInt8](repeating: byte, count: 32)
    return try Key(clear: bytes.span, .aes256)
  }

  private static let information = Array(#"{"kind":"cards"}"#.utf8)

  private static func seal(_ clear: [UInt8], seed: UInt64 = 1) throws -> [UInt8] {
    var random = SplitMix64(seed: seed)
    var output: [UInt8] = []
    var writer = try SealedStreamWriter(
      under: key(), information: information, to: &output, using: &random)
    // In pieces that fit no chunk.
    for start in stride(from: 0, to: clear.count, by: 999) {
      try writer.append(clear[start..<min(start + 999, clear.count)].span, to: &output)
    }
    try writer.finish(to: &output)
    return output
  }

  private static func open(
    _ sealed: [UInt8], byte: UInt8 = 7, pieces: Int = 4_001
  ) throws -> [UInt8] {
    var reader = SealedStreamReader(under: try key(byte))
    var clear: [UInt8] = []
    for start in stride(from: 0, to: sealed.count, by: pieces) {
      reader.append(sealed[start..<min(start + pieces, sealed.count)].span)
      while let bytes = try reader.next() { clear += bytes }
    }
    try reader.finish()
    #expect(reader.information == information)
    return clear
  }

  private static func code(_ sealed: [UInt8], byte: UInt8 = 7) throws -> SealedStreamError.Code? {
    do {
      _ = try open(sealed, byte: byte)
      return nil
    } catch let error as SealedStreamError {
      return error.code
    }
  }

  private static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 251) }
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
  func `what was sealed reads back`(count: Int) throws {
    let clear = Self.bytes(count)
    let sealed = try Self.seal(clear)
    #expect(try Self.open(sealed) == clear)
    #expect(try Self.open(sealed, pieces: 61) == clear)
    #expect(!sealed.contains(clear.prefix(64)) || count < 64)
  }

  @Test func `two streams of the same bytes have nothing in common but their form`() throws {
    let clear = Self.bytes(1_000)
    let first = try Self.seal(clear, seed: 1)
    let second = try Self.seal(clear, seed: 2)
    #expect(first.count == second.count)
    #expect(zip(first, second).suffix(1_000).count { $0 == $1 } < 30)
  }

  @Test func `refuses another transport key`() throws {
    let sealed = try Self.seal(Self.bytes(100))
    #expect(try Self.code(sealed, byte: 8) == .wrongKey)
  }

  @Test func `refuses a stream that was cut, at every byte`() throws {
    let sealed = try Self.seal(Self.bytes(100))
    for count in 0..<sealed.count {
      let code = try Self.code(Array(sealed[..<count]))
      #expect(code == .truncated, "after \(count) bytes")
    }
    let long = try Self.seal(Self.bytes(150_000))
    // After a whole chunk: its end looks like an end.
    let afterFirst = long.count - (150_000 - 65_536) - 2 * 20
    #expect(try Self.code(Array(long[..<afterFirst])) == .truncated)
  }

  @Test func `refuses a stream of which one bit is another one, at every byte`() throws {
    let sealed = try Self.seal(Self.bytes(100))
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1 << UInt8(index % 8)
      #expect(try Self.code(changed) != nil, "byte \(index)")
    }
  }

  @Test func `refuses chunks that were moved, repeated or left out, and bytes that follow`() throws
  {
    let sealed = try Self.seal(Self.bytes(200_000))
    let chunk = 65_536 + 20
    let last = 200_000 - 3 * 65_536 + 20
    let head = sealed.count - 3 * chunk - last
    func part(_ number: Int) -> [UInt8] {
      Array(
        sealed[(head + number * chunk)..<(head + number * chunk + (number == 3 ? last : chunk))])
    }
    let start = Array(sealed[..<head])
    #expect(try Self.code(start + part(1) + part(0) + part(2) + part(3)) == .changed)
    #expect(try Self.code(start + part(0) + part(0) + part(2) + part(3)) == .changed)
    #expect(try Self.code(start + part(0) + part(2) + part(3)) == .changed)
    #expect(try Self.code(start + part(3)) == .changed)
    #expect(try Self.code(sealed + [0]) == .trailingBytes)
    #expect(try Self.code(sealed + part(3)) == .trailingBytes)
    let other = try Self.seal(Self.bytes(200_000), seed: 9)
    #expect(try Self.code(Array(other[..<head] + sealed[head...])) == .changed)
  }

  @Test func `refuses what is no sealed stream, and lengths over the maximum`() throws {
    #expect(try Self.code(Array("card,pan\n1,".utf8)) == .notSealed)
    var sealed = try Self.seal([])
    sealed[8] = 2
    #expect(try Self.code(sealed) == .notSealed)
    sealed[8] = 1
    sealed[10] = 0xFF
    #expect(try Self.code(sealed) == .lengthOverMaximum)
  }
}
