import CardCore
import Testing
import TransactionMonitor

@testable import MonitorStreaming

struct FeedbackTests {
  private func failure(_ text: String) -> String? {
    #expect(throws: FeedbackFile.Failure.self) { _ = try FeedbackFile.read(Array(text.utf8)) }
      .map { "\($0)" }
  }

  @Test func `reads what names transactions`() throws {
    let text = """
      knownAt,rrn,token,stan,time\r
      2026-11-24T09:00:00Z,632712345678,,,\r
      2026-11-24T09:30:00Z,,0123456789ABCDEF0123456789ABCDEF,004711,\r

      2026-11-24T09:31:00Z,,0123456789ABCDEF0123456789ABCDEF,,2026-11-20T10:00:00Z
      """
    let reports = try FeedbackFile.read(Array(text.utf8))
    #expect(reports.count == 3)
    #expect(reports[0].rrn == RRN("632712345678") && reports[0].card == nil)
    #expect(reports[1].stan == STAN("004711") && reports[1].card != nil)
    #expect(reports[2].time == Instant(rfc3339Literal: "2026-11-20T10:00:00Z"))
  }

  @Test func `refuses what names none, in which line it says`() {
    #expect(failure("") == "line 1: expected the names of columns, found nothing")
    #expect(failure("rrn\n1\n") == "line 1: expected knownAt, and each column once")
    #expect(failure("knownAt,pan\n")?.hasPrefix("line 1: no such column") == true)
    let head = "knownAt,rrn,token,stan\n"
    #expect(failure(head + "2026-11-24,1,,\n")?.hasPrefix("line 2: knownAt is no time") == true)
    #expect(
      failure(head + "2026-11-24T09:00:00Z,,,000001\n")?.hasPrefix("line 2: names no transaction")
        == true)
    #expect(failure(head + "2026-11-24T09:00:00Z,1\n") == "line 2: expected 4 values, found 2")
    #expect(failure(head + "2026-11-24T09:00:00Z,,XY,1\n") == "line 2: token cannot be read")
  }
}
