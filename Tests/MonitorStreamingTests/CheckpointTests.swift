import Foundation
import TestSupport
import Testing
import TransactionMonitor

@testable import MonitorStreaming

struct CheckpointTests {
  /// A folder of the test's own, gone when the test is.
  private final class Place {
    let path = FileManager.default.temporaryDirectory.path + "/checkpoint-" + UUID().uuidString

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var folder: String { path + "/run" }
    var output: String { path + "/alerts" }
    var current: String { folder + "/checkpoint" }

    func bytes(_ path: String) throws -> [UInt8] {
      Array(try #require(FileManager.default.contents(atPath: path)))
    }

    func write(_ bytes: [UInt8], to path: String) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
  }

  private static let identity = CheckpointIdentity(
    layoutLines: ["card count(10m)", "card sum(amount, 1h)"], rulesText: "AB12",
    tokenKeyCheckValue: "0102AB", settings: ["lateness 60000"])

  private static func header(_ outputs: [OutputMark] = []) -> CheckpointHeader {
    CheckpointHeader(
      identity: identity, inputs: [InputPosition(ordinal: 1, offset: 4_711, tailCheck: 99)],
      outputs: outputs)
  }

  private static let state: [UInt64] = (0..<300_000).map { $0 &* 0x9E37_79B9_7F4A_7C15 }

  private static func write(_ writer: inout StateWriter) {
    for number in state { writer.integer(number) }
  }

  /// Takes the checkpoint up and gives what it said.
  private static func resume(
    _ folder: CheckpointFolder, as identity: CheckpointIdentity = identity,
    rulesMayChange: Bool = false
  ) throws -> (header: CheckpointHeader?, state: [UInt64]) {
    var numbers: [UInt64] = []
    let header = try folder.resume(as: identity, rulesMayChange: rulesMayChange) {
      reader throws(StateError) in
      for _ in 0..<state.count { numbers.append(try reader.integer()) }
    }
    return (header, numbers)
  }

  // MARK: - Checkpoints

  @Test func `gives back what was written, and keeps the one before`() throws {
    let place = try Place()
    let folder = try CheckpointFolder(path: place.folder)
    #expect(try Self.resume(folder).header == nil)
    try folder.write(Self.header()) { Self.write(&$0) }
    let first = try place.bytes(place.current)
    var second = Self.header()
    second.isFinished = true
    try folder.write(second) { Self.write(&$0) }
    let found = try Self.resume(folder)
    #expect(found.header == second)
    #expect(found.state == Self.state)
    #expect(try place.bytes(place.current + ".previous") == first)
  }

  @Test func `what was being written when the run died is of no account`() throws {
    let place = try Place()
    let folder = try CheckpointFolder(path: place.folder)
    try folder.write(Self.header()) { Self.write(&$0) }
    try place.write([1, 2, 3], to: place.current + ".new")
    #expect(try Self.resume(folder).header == Self.header())
    try folder.write(Self.header()) { Self.write(&$0) }
    #expect(try Self.resume(folder).header == Self.header())
  }

  @Test func `refuses a folder that another run has`() throws {
    let place = try Place()
    let folder = try CheckpointFolder(path: place.folder)
    #expect(throws: CheckpointError.locked(folder: place.folder)) {
      try CheckpointFolder(path: place.folder)
    }
    _ = folder.path
  }

  @Test func `refuses damage to any byte, and any cut`() throws {
    let place = try Place()
    let folder = try CheckpointFolder(path: place.folder)
    try folder.write(Self.header()) { Self.write(&$0) }
    let whole = try place.bytes(place.current)
    let places = [0, 5, 9, 40, 130, 700, whole.count / 2, whole.count - 9, whole.count - 1]
    for offset in places {
      var damaged = whole
      damaged[offset] ^= 0x10
      try place.write(damaged, to: place.current)
      let error = #expect(throws: CheckpointError.self, "byte \(offset)") {
        try Self.resume(folder)
      }
      guard case .damaged = error else {
        Issue.record("byte \(offset): \(String(describing: error))")
        continue
      }
      try place.write(Array(whole.prefix(offset)), to: place.current)
      #expect(throws: CheckpointError.self, "cut to \(offset)") { try Self.resume(folder) }
    }
  }

  @Test func `names what is not the same in another run`() throws {
    let place = try Place()
    let folder = try CheckpointFolder(path: place.folder)
    try folder.write(Self.header()) { Self.write(&$0) }
    var other = Self.identity
    other.layoutLines[1] = "card sum(amount, 24h)"
    other.tokenKeyCheckValue = "FFFFFF"
    other.settings = ["lateness 0"]
    let error = CheckpointError.foreign(differences: [
      "state no longer there: card sum(amount, 1h)", "state that is new: card sum(amount, 24h)",
      "token key: check value FFFFFF now, 0102AB then", "setting no longer there: lateness 60000",
      "setting that is new: lateness 0",
    ])
    #expect(throws: error) { try Self.resume(folder, as: other, rulesMayChange: true) }
    other = Self.identity
    other.layoutLines.reverse()
    #expect(throws: CheckpointError.foreign(differences: ["states in another order"])) {
      try Self.resume(folder, as: other)
    }
  }

  @Test func `lets other rules of the same layout through only where they may be other`() throws {
    let place = try Place()
    let folder = try CheckpointFolder(path: place.folder)
    try folder.write(Self.header()) { Self.write(&$0) }
    var other = Self.identity
    other.rulesText = "CD34"
    #expect(throws: CheckpointError.rulesChanged) { try Self.resume(folder, as: other) }
    let found = try #require(try Self.resume(folder, as: other, rulesMayChange: true).header)
    #expect(found.rulesChangeCount == 1)
    #expect(found.identity == other)
  }

  // MARK: - Outputs

  @Test func `cuts an output back to its mark and goes on there`() throws {
    let place = try Place()
    let first = try CheckpointOutput(path: place.output)
    try first.restart()
    try first.write(Array("one\ntwo\n".utf8).span)
    let mark = try first.mark()
    #expect(mark.byteCount == 8)
    try first.write(Array("thr".utf8).span)
    try first.flush()
    let second = try CheckpointOutput(path: place.output)
    try second.resume(at: mark)
    try second.write(Array("three\n".utf8).span)
    let end = try second.mark()
    #expect(try place.bytes(place.output) == Array("one\ntwo\nthree\n".utf8))
    let third = try CheckpointOutput(path: place.output)
    try third.resume(at: end)
  }

  @Test func `begins an output anew where there is no checkpoint`() throws {
    let place = try Place()
    try place.write(Array("old".utf8), to: place.output)
    let output = try CheckpointOutput(path: place.output)
    try output.restart()
    try output.write(Array("new line".utf8).span)
    _ = try output.mark()
    #expect(try place.bytes(place.output) == Array("new line".utf8))
  }

  @Test func `refuses an output that is shorter than its mark, or another`() throws {
    let place = try Place()
    let output = try CheckpointOutput(path: place.output)
    try output.restart()
    try output.write(Array("one\ntwo\n".utf8).span)
    let mark = try output.mark()
    try place.write(Array("one\n".utf8), to: place.output)
    #expect(throws: CheckpointError.outputChanged(path: place.output, isShorter: true)) {
      try CheckpointOutput(path: place.output).resume(at: mark)
    }
    try place.write(Array("one\ntwx\n".utf8), to: place.output)
    #expect(throws: CheckpointError.outputChanged(path: place.output, isShorter: false)) {
      try CheckpointOutput(path: place.output).resume(at: mark)
    }
  }

  @Test func `refuses an output that cannot be opened, in the system's words`() throws {
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointOutput(path: "/nowhere/at/all")
    }
    #expect("\(try #require(error))" == "/nowhere/at/all: No such file or directory")
  }

  // MARK: - Inputs

  @Test func `knows an input by the 4 KiB before the place`() throws {
    try forEachSeed(count: 20, generator: SplitMix64Pieces.init(seed:)) { _, pieces in
      let input = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31 / 7) }
      var tail = InputTail()
      var end = 0
      while end < input.count {
        let next = min(input.count, end + pieces.size())
        tail.append(input[end..<next].span)
        end = next
        let position = tail.position(ordinal: 2)
        #expect(position.offset == UInt64(end))
        var last = Array(input[max(0, end - 4_096)..<end])
        let isSame = position.matches(last.span)
        let shorter = Array(last.dropFirst())
        let isShorterSame = position.matches(shorter.span)
        last[last.count / 2] ^= 1
        let isOtherSame = position.matches(last.span)
        #expect(isSame)
        #expect(!isShorterSame)
        #expect(!isOtherSame)
      }
    }
  }

  // The check value of the nine digits that the catalogue of CRC parameters gives for CRC-64/XZ.
  @Test func `computes the check of CRC-64/XZ in any pieces`() {
    var check = CRC64()
    check.update(Array("123456789".utf8).span)
    #expect(check.value == 0x995D_C9BB_DF19_39FA)
    var pieces = CRC64()
    for byte in "123456789".utf8 { pieces.update([byte].span) }
    #expect(pieces.value == check.value)
    let resumed = CRC64(resuming: check.value)
    #expect(resumed.value == check.value)
  }

  // MARK: - Pace

  @Test func `keeps checkpoints twenty times their own length apart`() {
    var pace = CheckpointPace()
    #expect(!pace.isDue(messages: 1_000_000, at: 900_000_000))
    #expect(pace.isDue(messages: 1, at: 1_000_000_000))
    pace.wrote(messages: 1, from: 1_000_000_000, to: 1_200_000_000)
    #expect(!pace.isDue(messages: 9, at: 5_199_999_999))
    #expect(pace.isDue(messages: 9, at: 5_200_000_000))
  }

  @Test func `or so many messages apart as was said`() {
    var pace = CheckpointPace(messageInterval: 100)
    #expect(!pace.isDue(messages: 99, at: 1 << 60))
    #expect(pace.isDue(messages: 100, at: 0))
    pace.wrote(messages: 130, from: 0, to: 1)
    #expect(!pace.isDue(messages: 229, at: 0))
    #expect(pace.isDue(messages: 230, at: 0))
  }
}

/// Draws the sizes of pieces.
private struct SplitMix64Pieces: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 16
  }

  /// 1 to 9,000 bytes, mostly few.
  mutating func size() -> Int {
    let draw = Int(next() % 9_000)
    return 1 + (next() % 3 == 0 ? draw : draw % 700)
  }
}
