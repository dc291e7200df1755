import Foundation
import TestSupport
import Testing

@testable import TransactionMonitor

/// The documentation of the language lists exactly the names that the language has.
@Suite struct RuleReferenceTests {
  private static let path = "Sources/TransactionMonitor/TransactionMonitor.docc/RuleLanguage.md"

  @Test func `the documentation holds the tables that the code makes`() throws {
    let text = try Repository.text(of: Self.path)
    let tables = [
      RuleReference.facts, RuleReference.aggregates, RuleReference.units, RuleReference.codes,
      RuleReference.reserved,
    ]
    for table in tables {
      let expected = table.joined(separator: "\n")
      #expect(text.contains(expected), "missing from \(Self.path):\n\(expected)")
    }
    let rows = text.split(separator: "\n").count { $0.hasPrefix("|") }
    #expect(rows == tables.map(\.count).reduce(0, +), "a table more or less than the code makes")
  }

  @Test func `every example of the documentation compiles`() throws {
    let text = try Repository.text(of: Self.path)
    let blocks = text.components(separatedBy: "```yaml\n").dropFirst()
    #expect(blocks.count >= 2)
    for block in blocks {
      let yaml = Array(block.components(separatedBy: "```")[0].utf8)
      guard block.contains("\nsnoozes:\n") else {
        #expect(RuleText.errors(in: yaml) == [])
        continue
      }
      var rules = RuleSet.standard
      #expect(throws: Never.self) { try rules.addSnoozes(yaml: yaml) }
    }
  }

  @Test func `every example of an aggregate compiles`() {
    for operation in Aggregate.Operation.allCases {
      let comparison =
        switch operation {
        case .count, .distinct: "> 3"
        case .rate: "> 50 %"
        case .last: "!= country"
        default: "> 5.00 EUR"
        }
      let file = RuleText.file(when: "\(operation.example) \(comparison)")
      #expect(RuleText.errors(in: file) == [])
    }
  }
}
