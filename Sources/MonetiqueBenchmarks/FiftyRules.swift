import ArgumentParser
import Foundation
import TransactionMonitor

/// The fifty rules of the speed tables, from the source tree that the benchmarks were built of.
enum FiftyRules {
  private static let path = "TestVectors/rules/fifty.yaml"

  static func read() throws -> RuleSet {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let files = [URL(filePath: path), root.appending(path: path)]
    guard let data = files.lazy.compactMap({ try? Data(contentsOf: $0) }).first else {
      throw ValidationError(
        "\(path) is missing: run this benchmark where the sources of Monetique lie")
    }
    return try RuleSet(yaml: Array(data))
  }
}
