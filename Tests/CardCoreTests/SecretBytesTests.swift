import Synchronization
import Testing

@testable import CardCore

struct SecretBytesTests {
  private struct Refusal: Error {}

  /// What the memory held just before it was freed, once for each time it was.
  private final class Releases: Sendable {
    private let seen = Mutex<[[UInt8]]>([])
    var all: [[UInt8]] { seen.withLock { $0 } }

    var observer: SecretBytes.WipeObserver {
      { bytes in
        let copy = bytes.indices.map { bytes[$0] }
        self.seen.withLock { $0.append(copy) }
      }
    }
  }

  private func secret(_ text: String) -> SecretBytes {
    let bytes = ascii(text)
    return SecretBytes(count: bytes.count) { target in
      for offset in bytes.indices { target[offset] = bytes[offset] }
    }
  }

  @Test func `is zero before it is filled and lends what was filled in`() {
    var isZero = false
    let secret = SecretBytes(count: 3) { target in
      isZero = target.indices.allSatisfy { target[$0] == 0 }
      target[2] = 7
    }
    #expect(isZero)
    #expect(secret.count == 3)
    let bytes = secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    #expect(bytes == [0, 0, 7])
  }

  @Test func `may be empty`() {
    let count = SecretBytes(count: 0) { _ in }.count
    #expect(count == 0)
  }

  @Test func `is overwritten when it goes`() {
    let releases = Releases()
    do {
      let secret = SecretBytes(count: 4, whenWiped: releases.observer) { target in
        for offset in target.indices { target[offset] = 0xAA }
      }
      let last = secret.withBytes { $0[3] }
      #expect(last == 0xAA)
      #expect(releases.all.isEmpty)
    }
    #expect(releases.all == [[0, 0, 0, 0]])
  }

  @Test func `is overwritten when the filling throws, and the error comes out as it is`() {
    let releases = Releases()
    #expect(throws: Refusal.self) {
      _ = try SecretBytes(count: 2, whenWiped: releases.observer) {
        target throws(Refusal) in
        target[0] = 0xAA
        throw Refusal()
      }
    }
    #expect(releases.all == [[0, 0]])
  }

  @Test func `is overwritten when an error ends the scope that holds it`() {
    let releases = Releases()
    func fail() throws {
      let secret = SecretBytes(count: 1, whenWiped: releases.observer) { $0[0] = 9 }
      try secret.withBytes { _ in throw Refusal() }
    }
    #expect(throws: Refusal.self) { try fail() }
    #expect(releases.all == [[0]])
  }

  @Test func `wipes bytes that others own`() {
    var bytes: [UInt8] = [1, 2, 3]
    var span = bytes.mutableSpan
    SecretBytes.wipe(&span)
    #expect(bytes == [0, 0, 0])
    var nothing: [UInt8] = []
    var emptySpan = nothing.mutableSpan
    SecretBytes.wipe(&emptySpan)
    #expect(nothing.isEmpty)
  }

  @Test func `a copy has the same bytes and a life of its own`() {
    let text: String
    do {
      let copy: SecretBytes
      do { copy = secret("abc").copy() }
      text = copy.withBytes { CardCoreTests.text($0) }
    }
    #expect(text == "abc")
  }

  @Test func `is equal to the same bytes only`() {
    let original = secret("same")
    let answers = ["same", "sama", "tame", "sam", "same ", ""].map { other in
      original.isEqual(to: secret(other))
    }
    #expect(answers == [true, false, false, false, false, false])
    let isEmptyEqual = SecretBytes.constantTimeEqual([UInt8]().span, [UInt8]().span)
    #expect(isEmptyEqual)
  }

  @Test func `refuses a negative count`() async {
    await #expect(processExitsWith: .failure) {
      _ = SecretBytes(count: -1) { _ in }
    }
  }
}
