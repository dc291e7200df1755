import CardCore
import Foundation
import MonitorStreaming
import TestSupport
import Testing

struct SampleLogTests {
  @Test func `the sample log is what its generator makes`() throws {
    let made = try SampleLog.make()
    if ProcessInfo.processInfo.environment["WRITE_SAMPLES"] != nil {
      let folder = Repository.root.appending(path: "TestVectors/logs")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(made).write(to: folder.appending(path: "three-days.iso"))
    }
    #expect(try Repository.vector("logs/three-days.iso") == made)
  }
}
