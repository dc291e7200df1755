import CardCore
import TestSupport
import Testing

@testable import PaymentCrypto

@Suite struct OfflineDataTests {
  private let nothing: [UInt8] = []

  private func key(_ item: VectorCase, _ modulus: String, _ exponent: String) throws -> EMVPublicKey
  {
    try EMVPublicKey(modulus: item.bytes(modulus).span, exponent: item.bytes(exponent).span)
  }

  private func issuer(_ item: VectorCase) throws -> CertifiedKey {
    try key(item, "caModulus", "caExponent").issuerKey(
      certificate: item.bytes("certificate").span, remainder: item.bytes("remainder").span,
      exponent: item.bytes("exponent").span, pan: #require(PAN(item.text("pan"))))
  }

  private func card(_ item: VectorCase) throws -> CertifiedKey {
    try key(item, "issuerModulus", "issuerExponent").cardKey(
      certificate: item.bytes("certificate").span, remainder: item.bytes("remainder").span,
      exponent: item.bytes("exponent").span, staticData: item.bytes("staticData").span,
      pan: #require(PAN(item.text("pan"))))
  }

  private func sda(_ item: VectorCase) throws -> [UInt8] {
    try key(item, "issuerModulus", "issuerExponent").verifyStaticData(
      signature: item.bytes("signedStaticData").span, staticData: item.bytes("staticData").span)
  }

  private func dda(_ item: VectorCase) throws -> [UInt8] {
    try key(item, "iccModulus", "iccExponent").verifyDynamicData(
      signature: item.bytes("signedDynamicData").span, terminalData: item.bytes("ddolData").span)
  }

  private func cda(_ item: VectorCase) throws -> EMVPublicKey.CombinedData {
    try key(item, "iccModulus", "iccExponent").verifyCombinedData(
      signature: item.bytes("signedDynamicData").span,
      unpredictableNumber: item.bytes("unpredictableNumber").span,
      transactionData: item.bytes("transactionData").span,
      cryptogramInformation: #require(item.bytes("cid").first))
  }

  private func first(_ operation: String) throws -> VectorCase {
    try #require(VectorCase.all(operation, in: "offline-data").first)
  }

  // MARK: - Vectors

  @Test func `vectors of issuers' certificates hold`() throws {
    for (name, value) in [
      ("modulus", { hex($0.key.modulus) }), ("exponent", { hex($0.key.exponent) }),
      ("expiry", { $0.expiry }), ("serial", { hex($0.serialNumber) }),
      ("issuerId", { if case .issuer(let identifier) = $0.subject { identifier } else { "" } }),
    ] as [(String, (CertifiedKey) -> String)] {
      try check("emv.oda.issuerKey", in: "offline-data", result: name) {
        .string(value(try issuer($0)))
      }
    }
  }

  @Test func `vectors of cards' certificates hold`() throws {
    for (name, value) in [
      ("modulus", { hex($0.key.modulus) }), ("exponent", { hex($0.key.exponent) }),
      ("expiry", { $0.expiry }), ("serial", { hex($0.serialNumber) }),
      (
        "pan",
        {
          if case .card(let pan) = $0.subject {
            pan.withDigits { span in
              text(span.indices.map { span[$0] })
            }
          } else {
            ""
          }
        }
      ),
    ] as [(String, (CertifiedKey) -> String)] {
      try check("emv.oda.iccKey", in: "offline-data", result: name) { .string(value(try card($0))) }
    }
  }

  @Test func `vectors of static data authentication hold`() throws {
    try check("emv.oda.sda", in: "offline-data", result: "dac") { .string(hex(try sda($0))) }
  }

  @Test func `vectors of dynamic data authentication hold`() throws {
    try check("emv.oda.dda", in: "offline-data", result: "iccDynamicData") {
      .string(hex(try dda($0)))
    }
  }

  @Test func `vectors of combined data authentication hold`() throws {
    try check("emv.oda.cda", in: "offline-data", result: "iccDynamicNumber") {
      .string(hex(try cda($0).dynamicNumber))
    }
    try check("emv.oda.cda", in: "offline-data", result: "cryptogram") {
      .string(hex(try cda($0).cryptogram))
    }
  }

  // MARK: - Refusals

  @Test func `a certificate with any one byte changed does not hold`() throws {
    let item = try first("emv.oda.issuerKey")
    let key = try key(item, "caModulus", "caExponent")
    let pan = try #require(PAN(item.text("pan")))
    for offset in 0..<item.bytes("certificate").count {
      var certificate = item.bytes("certificate")
      certificate[offset] ^= 0x01
      try refuses {
        _ = try key.issuerKey(
          certificate: certificate.span, remainder: item.bytes("remainder").span,
          exponent: item.bytes("exponent").span, pan: pan)
      }
    }
  }

  @Test func `a certificate of any other length does not hold`() throws {
    let item = try first("emv.oda.issuerKey")
    let key = try key(item, "caModulus", "caExponent")
    let pan = try #require(PAN(item.text("pan")))
    let certificate = item.bytes("certificate")
    for count in [0, 1, 64, certificate.count - 1] {
      try refuses {
        _ = try key.issuerKey(
          certificate: Array(certificate[..<count]).span,
          remainder: item.bytes("remainder").span, exponent: item.bytes("exponent").span, pan: pan)
      }
    }
    for padded in [certificate + [0], [0] + certificate] {
      try refuses {
        _ = try key.issuerKey(
          certificate: padded.span, remainder: item.bytes("remainder").span,
          exponent: item.bytes("exponent").span, pan: pan)
      }
    }
  }

  @Test func `a remainder or exponent of another length does not hold`() throws {
    let item = try first("emv.oda.issuerKey")
    let key = try key(item, "caModulus", "caExponent")
    let pan = try #require(PAN(item.text("pan")))
    let remainder = item.bytes("remainder")
    for (remainder, exponent) in [
      ([], [3]), (remainder + [0], [3]), (Array(remainder.dropLast()), [3]), (remainder, []),
      (remainder, [0, 3]), (remainder, [1, 0, 1]), (remainder, [2]), (remainder, [0]),
    ] as [([UInt8], [UInt8])] {
      try refuses {
        _ = try key.issuerKey(
          certificate: item.bytes("certificate").span, remainder: remainder.span,
          exponent: exponent.span, pan: pan)
      }
    }
  }

  @Test func `a signature does not stand for one of another format`() throws {
    let item = try first("emv.oda.iccKey")
    let issuer = try key(item, "issuerModulus", "issuerExponent")
    let certificate = item.bytes("certificate")
    try refuses {
      _ = try issuer.verifyStaticData(signature: certificate.span, staticData: nothing.span)
    }
    try refuses {
      _ = try issuer.verifyDynamicData(signature: certificate.span, terminalData: nothing.span)
    }
  }

  @Test func `moduli that are even, short, long or begin with zero are no keys`() throws {
    let odd = try first("emv.oda.issuerKey").bytes("caModulus")
    let exponent: [UInt8] = [3]
    var even = odd
    even[even.count - 1] &= 0xFE
    var zero = odd
    zero[0] = 0
    let zeros = [UInt8](repeating: 0, count: 128)
    for modulus in [even, zero, zeros, [], [1], Array(odd[..<63]), odd + odd] {
      try refuses { _ = try EMVPublicKey(modulus: modulus.span, exponent: exponent.span) }
    }
  }

  @Test func `exponents other than 3 and 65,537 are no keys`() throws {
    let modulus = try first("emv.oda.issuerKey").bytes("caModulus")
    for exponent in [[], [0], [1], [2], [0, 0, 0], [0, 0, 0, 3], [1, 0, 0], [0xFF, 0xFF, 0xFF]]
      as [[UInt8]]
    {
      try refuses { _ = try EMVPublicKey(modulus: modulus.span, exponent: exponent.span) }
    }
    for exponent in [[3], [1, 0, 1], [0, 0, 3]] as [[UInt8]] {
      _ = try EMVPublicKey(modulus: modulus.span, exponent: exponent.span)
    }
  }

  @Test func `a signature not under the modulus does not hold`() throws {
    let item = try first("emv.oda.sda")
    let issuer = try key(item, "issuerModulus", "issuerExponent")
    for signature in [issuer.modulus, [UInt8](repeating: 0xFF, count: issuer.modulus.count)] {
      try refuses {
        _ = try issuer.verifyStaticData(signature: signature.span, staticData: nothing.span)
      }
    }
  }

  @Test func `recovered text must have header, format, trailer and room for a hash`() throws {
    let frame = [0x6A, 0x02] + [UInt8](repeating: 0, count: 40) + [0xBC]
    _ = try RecoveredData(frame, format: 0x02)
    for (index, value) in [(0, 0x6B), (1, 0x03), (42, 0xBB)] as [(Int, UInt8)] {
      var changed = frame
      changed[index] = value
      try refuses { _ = try RecoveredData(changed, format: 0x02) }
    }
    for count in 0...23 { try refuses { _ = try RecoveredData(Array(frame[..<count]), format: 2) } }
  }

  @Test func `packed digits end where the fill begins`() {
    #expect(PackedDigits.digits([0x12, 0x3F]).map { text($0) } == "123")
    #expect(PackedDigits.digits([0xFF, 0xFF]).map { text($0) } == "")
    #expect(PackedDigits.digits([0x1F, 0x2F]) == nil)
    #expect(PackedDigits.digits([0x1A, 0xFF]) == nil)
  }

  private func refuses(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) throws {
    let error = #expect(throws: CryptoError.self, sourceLocation: sourceLocation) { try body() }
    #expect(error == CryptoError.invalidCertificate, sourceLocation: sourceLocation)
  }
}
