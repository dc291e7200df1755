import CardCore
import VectorCheck

extension FuzzTarget {
  /// Any text is a vector file or is refused; what is reported of one is JSON again.
  static let vectors = FuzzTarget(name: "vectors") { input in
    let text = FuzzInput(input).rest
    // A Monte Carlo record runs a cipher thousands of times.
    guard !isMonteCarlo(text) else { return }
    guard let file = try? VectorRunner().run(text, file: "fuzz") else { return }
    precondition(
      file.outcomes.count == file.passed + file.failures.count + file.policyFailed,
      "every case is counted once")
    let report = VectorReport(files: [file])
    precondition((try? JSONReader().read(report.json)) != nil, "a report is JSON")
    _ = report.junit()
  }

  private static func isMonteCarlo(_ text: [UInt8]) -> Bool {
    let words = String(decoding: text, as: UTF8.self)
    return words.contains("Monte Carlo") || words.contains("MCT")
  }
}
