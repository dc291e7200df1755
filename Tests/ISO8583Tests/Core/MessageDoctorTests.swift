import CardCore
import ISO8583
import TestSupport
import Testing

@Suite struct MessageDoctorTests {
  private let doctor = MessageDoctor(
    parsers: BuiltInSpec.all.compactMap { MessageParser.builtIn(named: $0.name) })

  private func message() throws -> [UInt8] {
    let text = try Repository.text(of: "TestVectors/messages/financial-1987-binary.hex")
    return bytes(hex: text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined())
  }

  @Test func `a message by itself fits its spec`() throws {
    let best = try #require(doctor.examine(message(), isWhole: true).diagnoses.first)
    #expect(best.fits)
    #expect(best.spec == "iso8583-1987-binary")
    #expect(best.format == .raw)
    #expect(best.strayByteCount == 0)
  }

  @Test(arguments: [Diagnosis.Wrapping.hexadecimal, .hexadecimalTwice])
  func `digits of digits are seen through`(wrapping: Diagnosis.Wrapping) throws {
    var text = Array(hex(try message()).utf8)
    if wrapping == .hexadecimalTwice { text = Array(hex(text).utf8) }
    let fitting = doctor.examine(text, isWhole: true).diagnoses.filter(\.fits)
    #expect(fitting.contains { $0.wrapping == wrapping && $0.format == .raw })
  }

  @Test(arguments: [5, 7, 22, 64])
  func `bytes before each message are counted`(stray: Int) throws {
    let message = try message()
    var log: [UInt8] = []
    for index in 0..<3 {
      let count = message.count + stray
      log += [UInt8(count >> 8), UInt8(count & 0xFF)]
      log += (0..<stray).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ index) | 0x80 } + message
    }
    let best = try #require(doctor.examine(log, isWhole: true).diagnoses.first)
    #expect(best.fits)
    #expect(best.format == .lengthPrefixed(LengthPrefix(.binary2)))
    #expect(best.strayByteCount == stray)
    #expect(best.readCount == 3)
  }

  @Test func `a message cut short stops where it ends`() throws {
    let message = try message()
    let findings = doctor.examine(Array(message.dropLast(3)), isWhole: true)
    let best = try #require(findings.diagnoses.first { $0.spec == "iso8583-1987-binary" })
    #expect(!best.fits)
    guard case .message(let error)? = best.stop?.reason else {
      Issue.record("stopped by \(String(describing: best.stop))")
      return
    }
    #expect(error.code == .truncated)
    #expect(best.stop?.message == 1)
  }

  @Test func `each spec says where it stops`() throws {
    let diagnoses = try doctor.examine(message(), isWhole: true).diagnoses
    for spec in BuiltInSpec.all {
      #expect(diagnoses.contains { $0.spec == spec.name && ($0.fits || $0.stop != nil) })
    }
  }

  @Test func `noise neither fits nor fails`() throws {
    try forEachSeed(count: 40, generator: SplitMix64.init(seed:)) { _, generator in
      let count = Int.random(in: 1...700, using: &generator)
      let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let findings = doctor.examine(noise, isWhole: true)
      #expect(findings.diagnoses.allSatisfy { $0.fits || $0.stop != nil })
    }
  }
}
