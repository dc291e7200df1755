import ArgumentParser
import CardCore
import ISO8583
import VectorCheck

/// `monetique vectors check`.
struct VectorsCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Run vector files against the library.",
    discussion: """
      Read are the schemas of this project, Wycheproof's JSON and the response files of NIST's CAVP.

      In a folder, every .json and .rsp file under it is run, in the order of names; a .json file \
      that holds neither cases nor testGroups is no vector file and is passed over, by name, on \
      standard error. \
      A file that cannot be run is reported and the others are run all the same.

      Exit codes: 6 if a case fails, else 65 if a file cannot be run, or 66 if all of those are \
      not there.
      """)

  @Argument(help: "Vector files, or folders of them.")
  var paths: [String] = []

  @Option(help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Run only operations that begin so.", valueName: "prefix"))
  var operation: String = ""

  @Flag(help: "Count cases of a policy as failures too.")
  var strictPolicy = false

  @Flag(help: "Print the JSON Schema of the report, and run nothing.")
  var schema = false

  @OptionGroup var output: TableOptions

  func validate() throws {
    guard !paths.isEmpty || schema else { throw ValidationError("no vector file is named") }
  }

  func run() throws {
    guard !schema else {
      var console = Console()
      try console.write(VectorReport.schema)
      return try console.flush()
    }
    var check = VectorsCheck(operation: operation)
    for path in paths { check.add(path) }
    let report = check.report
    var console = Console()
    switch output.resolved {
    case .table:
      for line in VectorTable.lines(report) { try console.line(CardDataScan.masked(line)) }
    case .csv:
      for line in VectorTable.csv(report) { try console.line(CardDataScan.masked(line)) }
    case .json, .ndjson:
      try console.write(report.json)
    }
    try console.flush()
    for file in report.unreadable {
      let notice = ErrorNotice(
        code: "unreadableVectors", message: "\(file.file): \(file.reason)", path: file.file)
      Console.report(notice, isJSON: output.resolved.isJSON)
    }
    if let junit { try POSIXFile.replace(junit, with: report.junit(strictPolicy: strictPolicy)) }
    try finish(report)
  }

  private func finish(_ report: VectorReport) throws(CommandError) {
    let failed = report.failed + (strictPolicy ? report.policyFailed : 0)
    if failed > 0 { throw .silent(.integrityBroken) }
    if !report.unreadable.isEmpty {
      let missing = paths.count { !POSIXFile.exists($0) }
      throw .silent(missing == report.unreadable.count ? .noInput : .badData)
    }
    guard report.cases == 0 else { return }
    throw operation.isEmpty
      ? CommandError("no vector file there", .badData)
      : CommandError("no case has an operation that begins with \(operation)", .badData)
  }
}

/// One run over files and folders.
struct VectorsCheck {
  private(set) var report = VectorReport(files: [])
  private let runner = VectorRunner()
  private let operation: String

  init(operation: String) { self.operation = operation }

  /// Runs the file at `path`, or every vector file under the folder.
  mutating func add(_ path: String) {
    guard POSIXFile.isFolder(path) else { return run(path, isNamed: true) }
    walk(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path, depth: 0)
  }

  private mutating func walk(_ folder: String, depth: Int) {
    do throws(CommandError) {
      for name in try POSIXFile.names(in: folder) where !name.hasPrefix(".") {
        let path = folder + "/" + name
        if POSIXFile.isFolder(path) {
          // A link that leads back up would never end.
          if depth < 32 { walk(path, depth: depth + 1) }
        } else if name.hasSuffix(".json") || name.hasSuffix(".rsp") {
          run(path, isNamed: false)
        }
      }
    } catch {
      report.unreadable.append(.init(file: folder, reason: error.message ?? ""))
    }
  }

  private mutating func run(_ path: String, isNamed: Bool) {
    let text: [UInt8]
    do throws(CommandError) {
      text = try POSIXFile.read(path)
    } catch {
      let prefix = path + ": "
      let reason = error.message ?? ""
      return report.unreadable.append(
        .init(
          file: POSIXFile.exists(path) ? path : ArgumentText.withoutData(path),
          reason: reason.hasPrefix(prefix) ? String(reason.dropFirst(prefix.count)) : reason))
    }
    do throws(VectorFileError) {
      report.files.append(try runner.run(text, file: path, operation: operation))
    } catch {
      if case .unknownSchema = error.problem, !isNamed, !Self.holdsCases(text) {
        return Console.note("\(path): no vector file, passed over")
      }
      report.unreadable.append(.init(file: path, reason: error.description))
    }
  }

  private static func holdsCases(_ text: [UInt8]) -> Bool {
    let document = try? JSONReader().read(text)
    return document?["cases"] != nil || document?["testGroups"] != nil
  }
}

/// The report for people.
enum VectorTable {
  static func lines(_ report: VectorReport) -> [String] {
    report.files.flatMap(lines) + [total(report)]
  }

  private static func lines(_ file: VectorFileReport) -> [String] {
    let policy = file.policyFailed > 0 ? ", \(file.policyFailed) against policy" : ""
    let head =
      "\(file.file): \(file.outcomes.count) cases, \(file.passed) passed, "
      + "\(file.failures.count) failed\(policy)"
    return [head]
      + file.outcomes.compactMap { outcome in
        guard case .failed(let expected, let got) = outcome.verdict else { return nil }
        let word = outcome.isPolicy ? "policy" : "failed"
        return "  \(word) \(outcome.id) (\(outcome.operation)): expected \(expected), got \(got)"
      }
  }

  private static func total(_ report: VectorReport) -> String {
    let noun = report.files.count == 1 ? "file" : "files"
    let policy = report.policyFailed > 0 ? ", \(report.policyFailed) against policy" : ""
    return "total: \(report.files.count) \(noun), \(report.cases) cases, \(report.passed) passed, "
      + "\(report.failed) failed\(policy)"
  }
}

extension VectorTable {
  /// A line for each case, whatever its verdict.
  static func csv(_ report: VectorReport) -> [String] {
    [CSVText.line(["file", "id", "operation", "verdict", "expected", "got"])]
      + report.files.flatMap { file in
        file.outcomes.map { outcome in
          let head = [file.file, outcome.id, outcome.operation]
          guard case .failed(let expected, let got) = outcome.verdict else {
            return CSVText.line(head + ["passed", "", ""])
          }
          let verdict = outcome.isPolicy ? "policyFailed" : "failed"
          return CSVText.line(head + [verdict, expected, got])
        }
      }
  }
}
