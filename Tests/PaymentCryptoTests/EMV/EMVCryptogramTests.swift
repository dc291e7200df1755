import CardCore
import TestSupport
import Testing

@testable @_spi(Testing) import PaymentCrypto

@Suite struct EMVCryptogramTests {
  private let nothing: [UInt8] = []

  private func session(_ item: VectorCase) throws -> Key<Usage.CryptogramSession> {
    try key(item.bytes("sessionKey"), .tdes2, as: Usage.CryptogramSession.self)
  }

  private func session(mode: ModeOfUse? = nil) throws -> Key<Usage.CryptogramSession> {
    try key(
      bytes(hex: "0123456789ABCDEFFEDCBA9876543210"), as: Usage.CryptogramSession.self,
      mode: mode)
  }

  // MARK: - Vectors

  @Test func `vectors of cryptograms hold`() throws {
    try check("emv.ac.generate", in: "emv-cryptograms", result: "ac") { item in
      let padding = try Padding(method: item.number("padding"))
      return .string(
        hex(
          try session(item).cryptogram(
            over: item.bytes("data").span, padding: padding, byteCount: item.number("length"))))
    }
  }

  @Test func `vectors of checks of cryptograms hold`() throws {
    try check("emv.ac.verify", in: "emv-cryptograms", result: "valid") { item in
      let padding = try Padding(method: item.number("padding"))
      return .bool(
        try session(item).verify(
          item.bytes("ac").span, over: item.bytes("data").span, padding: padding))
    }
  }

  @Test func `vectors of answers by method 1 hold`() throws {
    try check("emv.arpc.method1", in: "emv-cryptograms", result: "arpc") { item in
      .string(
        hex(
          try session(item).responseCryptogram(
            to: item.bytes("arqc").span, responseCode: item.bytes("arc").span)))
    }
  }

  @Test func `vectors of answers by method 2 hold`() throws {
    try check("emv.arpc.method2", in: "emv-cryptograms", result: "arpc") { item in
      .string(
        hex(
          try session(item).responseCryptogram(
            to: item.bytes("arqc").span, status: item.bytes("csu").span,
            proprietary: item.bytes("proprietaryAuthData").span)))
    }
  }

  // MARK: - Pitfalls

  @Test func `the two fills give two cryptograms, but for data that end in their own fill`() throws
  {
    let data = bytes(hex: "00112233445566")
    let session = try session()
    let zeros = try session.cryptogram(over: data.span, padding: .zeros)
    let bit = try session.cryptogram(over: data.span, padding: .bitAndZeros)
    #expect(zeros != bit)
    #expect(try session.cryptogram(over: (data + [0x80]).span, padding: .zeros) == bit)
  }

  @Test func `a cryptogram of anything but 8 bytes does not hold`() throws {
    let data = bytes(hex: "0011223344556677")
    let session = try session()
    let whole = try session.cryptogram(over: data.span, padding: .bitAndZeros)
    #expect(try session.verify(whole.span, over: data.span, padding: .bitAndZeros))
    for count in 0..<8 {
      let cut = Array(whole[..<count])
      #expect(!(try session.verify(cut.span, over: data.span, padding: .bitAndZeros)))
    }
    #expect(!(try session.verify((whole + [0]).span, over: data.span, padding: .bitAndZeros)))
  }

  @Test func `a cryptogram with any one bit changed does not hold`() throws {
    let data = bytes(hex: "0011223344556677")
    let session = try session()
    let whole = try session.cryptogram(over: data.span, padding: .zeros)
    for bit in 0..<64 {
      var changed = whole
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(!(try session.verify(changed.span, over: data.span, padding: .zeros)))
    }
  }

  @Test func `cryptograms of 3 and 9 bytes, and the third fill, are refused`() throws {
    let session = try session()
    for byteCount in [Int.min, -1, 0, 3, 9, Int.max] {
      let error = #expect(throws: CryptoError.self) {
        _ = try session.cryptogram(over: nothing.span, padding: .zeros, byteCount: byteCount)
      }
      #expect(error?.code == .invalidLength)
    }
    let error = #expect(throws: CryptoError.self) {
      _ = try session.cryptogram(over: nothing.span, padding: .lengthAndZeros)
    }
    #expect(error?.code == .invalidPadding)
  }

  @Test func `answers refuse codes, status and data of other lengths`() throws {
    let session = try session()
    let arqc = [UInt8](repeating: 0x11, count: 8)
    let eight = [UInt8](repeating: 0, count: 8)
    for count in [0, 1, 3] {
      let error = #expect(throws: CryptoError.self) {
        _ = try session.responseCryptogram(
          to: arqc.span, responseCode: Array(eight[..<count]).span)
      }
      #expect(error?.code == .invalidLength)
    }
    for (request, status, proprietary) in [(7, 4, 0), (9, 4, 0), (8, 3, 0), (8, 5, 0), (8, 4, 9)] {
      let error = #expect(throws: CryptoError.self) {
        _ = try session.responseCryptogram(
          to: [UInt8](repeating: 1, count: request).span,
          status: [UInt8](repeating: 2, count: status).span,
          proprietary: [UInt8](repeating: 3, count: proprietary).span)
      }
      #expect(error?.code == .invalidLength)
    }
  }

  @Test func `a key to verify with does not generate, and the reverse`() throws {
    let verifying = try session(mode: .verify)
    let data = bytes(hex: "00")
    var error = #expect(throws: CryptoError.self) {
      _ = try verifying.cryptogram(over: data.span, padding: .zeros)
    }
    #expect(error?.code == .wrongModeOfUse)
    #expect(!(try verifying.verify(data.span, over: data.span, padding: .zeros)))
    let generating = try session(mode: .generate)
    error = #expect(throws: CryptoError.self) {
      _ = try generating.verify(data.span, over: data.span, padding: .zeros)
    }
    #expect(error?.code == .wrongModeOfUse)
  }

  @Test func `the one-off retail MAC is the kept one's`() throws {
    let bytes = bytes(hex: "0123456789ABCDEFFEDCBA9876543210")
    var generator = SplitMix64(seed: 9_797)
    for padding in Padding.allCases {
      var kept = try RetailMAC(
        key: key(bytes, as: Usage.RetailMAC.self), padding: padding)
      var schedules = TDESSchedules()
      schedules.setKey(try DoubleKey(bytes.span))
      for count in 0..<40 {
        let message = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        let once = schedules.retailMAC(of: message.span, padding).leftBytes(8)
        #expect(once == (try kept.generate(message.span, byteCount: 8)))
      }
    }
  }
}
