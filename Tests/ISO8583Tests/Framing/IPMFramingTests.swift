import Foundation
import ISO8583
import TestSupport
import Testing

/// IPM files, against what cardutil (MIT) writes and reads.
///
/// While this was written, files of random records went both ways between this reader and writer
/// and cardutil 0.7.3: 3,000 sets of records, plain and blocked, and 6,000 damaged files. The bytes
/// agreed but for the one block that `full-block-1014` pins, and wherever cardutil read a file,
/// this reader found the same records. It is stricter after them: cardutil does not look at what
/// follows the zero length, and accepts a file without one, or cut inside it.
@Suite struct IPMFramingTests {
  struct File: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let framing: String
    let isCanonical: Bool
    let records: [String]
    let hex: String

    var testDescription: String { id }
  }

  private struct Contents: Decodable {
    let cases: [File]
  }

  static func files() throws -> [File] {
    let json = Data(try Repository.vector("iso8583/ipm-framing.json"))
    return try JSONDecoder().decode(Contents.self, from: json).cases
  }

  @Test(arguments: try files())
  func `reads and writes the files that cardutil wrote`(file: File) throws {
    let format = try #require(FrameFormat(name: file.framing))
    let input = bytes(hex: file.hex)
    let records = file.records.map { bytes(hex: $0) }
    for piece in [1, 1_013, 1_014, input.count] {
      let transcript = FrameTranscript(of: input, as: format, pieces: [piece])
      #expect(transcript.messages == records)
      #expect(transcript.errors == [])
    }
    let written = try framed(records, as: format)
    if file.isCanonical {
      #expect(written == input)
    } else {
      #expect(written + [UInt8](repeating: 0x40, count: 1_014) == input)
    }
  }

  /// Fifteen records of 241 bytes give 3,679 bytes plain and 4,056 blocked, and five of 2,000 give
  /// 10,140 blocked, in cardutil's tests/test_mciipm.py.
  @Test(arguments: [(15, 241, 3_679, 4_056), (5, 2_000, 10_024, 10_140)])
  func `a file has the size that cardutil's has`(
    count: Int, size: Int, plain: Int, blocked: Int
  ) throws {
    let records = [[UInt8]](repeating: [UInt8](repeating: 0x2A, count: size), count: count)
    #expect(try framed(records, as: .vbs(isBlocked: false)).count == plain)
    let file = try framed(records, as: .vbs(isBlocked: true))
    #expect(file.count == blocked)
    let transcript = FrameTranscript(of: file, as: .vbs(isBlocked: true))
    #expect(transcript.messages == records)
    // A record's offset is that of its length on file, fill included.
    let starts = (0..<count).map { $0 * (size + 4) }
    #expect(transcript.entries.map(\.streamOffset) == starts.map { UInt64($0 + $0 / 1_012 * 2) })
  }

  private let plain = FrameFormat.vbs(isBlocked: false)
  private let blocked = FrameFormat.vbs(isBlocked: true)

  private func error(in input: [UInt8], as format: FrameFormat) -> FramingError? {
    let transcript = FrameTranscript(of: input, as: format)
    #expect(FrameTranscript(of: input, as: format, pieces: [1]) == transcript)
    #expect(transcript.messages == [[0xAA, 0xBB]])
    return transcript.errors.first
  }

  @Test func `refuses a file without the zero length, after its records`() {
    let error = error(in: bytes(hex: "00000002AABB"), as: plain)
    #expect(error?.code == .terminatorMissing)
    #expect(error?.offset == 6)
  }

  @Test func `refuses a zero length cut short`() {
    let error = error(in: bytes(hex: "00000002AABB0000"), as: plain)
    #expect(error?.code == .truncated)
    #expect(error?.missingByteCount == 2)
  }

  @Test func `accepts fill after the end, even where blocks were taken apart`() {
    #expect(error(in: bytes(hex: "00000002AABB00000000404040"), as: plain) == nil)
  }

  @Test func `refuses what is not fill after the end`() {
    let error = error(in: bytes(hex: "00000002AABB000000004000"), as: plain)
    #expect(error?.code == .dataAfterTerminator)
    #expect(error?.offset == 11)
  }

  @Test func `refuses a last block that is short`() throws {
    let file = try framed([[0xAA, 0xBB]], as: blocked)
    let error = error(in: Array(file.dropLast()), as: blocked)
    #expect(error?.code == .blockTruncated)
    #expect(error?.offset == 0)
    #expect(error?.expected == 1_014)
    #expect(error?.missingByteCount == 1)
  }

  @Test(arguments: [1_012, 1_013])
  func `refuses a block that does not end with fill`(offset: Int) throws {
    var file = try framed([[0xAA, 0xBB]], as: blocked)
    file[offset] = 0
    let error = error(in: file, as: blocked)
    #expect(error?.code == .blockFillInvalid)
    #expect(error?.offset == UInt64(offset))
  }

  @Test func `gives the records before a block that does not end with fill`() throws {
    let records = [[UInt8](repeating: 1, count: 1_000), [UInt8](repeating: 2, count: 100)]
    var file = try framed(records, as: blocked)
    file[1_012] = 0
    let transcript = FrameTranscript(of: file, as: blocked)
    #expect(transcript.messages == [records[0]])
    #expect(transcript.errors.map(\.code) == [.blockFillInvalid])
    #expect(transcript.errors.map(\.isRecoverable) == [false])
  }
}
