internal import CardCore
public import TransactionMonitor

/// Reads files of confirmed frauds, which are told beside a log.
///
/// A CSV file whose first line names its columns: `knownAt` (RFC 3339), and of `rrn`, `token`,
/// `stan` and `time` (RFC 3339) those that name the transaction: `rrn`, or `token` with `stan` or
/// `time`. A token is what alerts show of a card; no column takes a PAN.
///
///     knownAt,rrn,token,stan,time
///     2026-11-24T09:00:00Z,632712345678,,,
///     2026-11-24T09:30:00Z,,0123456789ABCDEF0123456789ABCDEF,004711,
public enum FeedbackFile {
  public static let columns = ["knownAt", "rrn", "token", "stan", "time"]
  public static let rowMaximum = 10_000_000

  /// What is wrong with a file: in which line, from 1.
  public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    public var line: Int
    public var message: String
    public var description: String { "line \(line): \(message)" }
  }

  public static func read(_ bytes: [UInt8]) throws(Failure) -> [FraudReport] {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard let first = lines.first, !first.isEmpty else {
      throw Failure(line: 1, message: "expected the names of columns, found nothing")
    }
    let header = try header(cells(first))
    var reports: [FraudReport] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && line != [0x0D] {
      guard reports.count < rowMaximum else {
        throw Failure(line: index + 1, message: "more than \(rowMaximum) frauds")
      }
      reports.append(try report(cells(line), header, line: index + 1))
    }
    return reports
  }

  private static func cells(_ line: ArraySlice<UInt8>) -> [String] {
    let bare = line.last == 0x0D ? line.dropLast() : line
    return bare.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private static func header(_ names: [String]) throws(Failure) -> [String] {
    for name in names where !columns.contains(name) {
      throw Failure(
        line: 1, message: "no such column; the columns are \(columns.joined(separator: ", "))")
    }
    guard names.contains("knownAt"), Set(names).count == names.count else {
      throw Failure(line: 1, message: "expected knownAt, and each column once")
    }
    return names
  }

  private static func report(
    _ cells: [String], _ header: [String], line: Int
  ) throws(Failure) -> FraudReport {
    guard cells.count == header.count else {
      throw Failure(
        line: line, message: "expected \(header.count) values, found \(cells.count)")
    }
    var values: [String: String] = [:]
    for (name, cell) in zip(header, cells) where !cell.isEmpty { values[name] = cell }
    guard let known = values["knownAt"].flatMap({ try? Instant(rfc3339: $0) }) else {
      throw Failure(line: line, message: "knownAt is no time such as 2026-11-24T09:00:00Z")
    }
    var report = FraudReport(knownAt: known)
    report.rrn = try value("rrn", values, line) { RRN($0) }
    report.card = try value("token", values, line) { CardToken(hex: $0) }
    report.stan = try value("stan", values, line) { STAN($0) }
    report.time = try value("time", values, line) { try? Instant(rfc3339: $0) }
    guard report.isNarrow else {
      throw Failure(
        line: line, message: "names no transaction: expected rrn, or token with stan or time")
    }
    return report
  }

  private static func value<Value>(
    _ name: String, _ values: [String: String], _ line: Int, _ read: (String) -> Value?
  ) throws(Failure) -> Value? {
    guard let text = values[name] else { return nil }
    guard let value = read(text) else {
      throw Failure(line: line, message: "\(name) cannot be read")
    }
    return value
  }
}
