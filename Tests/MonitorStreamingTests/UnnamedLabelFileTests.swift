import Foundation
import Testing
import TransactionMonitor

@testable import MonitorStreaming

/// The file in which labels wait beyond the room in memory.
struct UnnamedLabelFileTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = URL.temporaryDirectory.appending(path: "labels-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path(percentEncoded: false))
  }

  @Test func `slots come back as they were written, and no name is left`() throws {
    try withFolder { folder in
      let file = try UnnamedLabelFile(in: folder)
      for slot in [3, 0, 1] {
        let bytes = Array(repeating: UInt8(slot), count: 160 + slot)
        let isWritten = file.write(bytes.span, slot: slot)
        #expect(isWritten)
      }
      #expect(file.read(slot: 3, byteCount: 163) == Array(repeating: 3, count: 163))
      #expect(file.read(slot: 0, byteCount: 160) == Array(repeating: 0, count: 160))
      let other: [UInt8] = [7, 8, 9]
      let isWritten = file.write(other.span, slot: 0)
      #expect(isWritten)
      #expect(file.read(slot: 0, byteCount: 3) == [7, 8, 9])
      #expect(file.read(slot: 9, byteCount: 16) == nil)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func `a folder that is not there is refused`() {
    #expect(throws: POSIXFailure.self) { _ = try UnnamedLabelFile(in: "/no/such/folder") }
  }
}
