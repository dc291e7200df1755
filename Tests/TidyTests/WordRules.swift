import Foundation

/// A word that may not stand in code, what to write instead, and where it may stand all the same.
///
/// The lists of files are the house's: a new entry is a decision that a reviewer sees.
struct WordRule {
  let word: String
  let instead: String

  /// False if the word counts inside a longer one too, as `Clock.now` in the names of all clocks.
  var isWhole = true

  /// The rule holds in files whose path begins so.
  var holds = ["Sources/", "Tests/"]

  /// It does not in files whose path begins so.
  var except: [String] = []

  static let all: [WordRule] = time + failure + speech + memory

  private static let time: [WordRule] = [
    WordRule(word: "Date()", instead: "take the time as an argument (Instant)"),
    WordRule(
      word: "Clock.now", instead: "take the time as an argument (Instant)", isWhole: false,
      holds: ["Sources/"],
      except: ["Sources/MonetiqueCLI/", "Sources/MonetiqueBenchmarks/"]),
    WordRule(word: ".random(", instead: "draw from a seeded SplitMix64", holds: ["Sources/"]),
    WordRule(word: ".random()", instead: "draw from a seeded SplitMix64"),
    WordRule(word: ".randomElement()", instead: "give it a seeded generator"),
    WordRule(word: ".shuffled()", instead: "give it a seeded generator"),
    WordRule(word: "SystemRandomNumberGenerator", instead: "draw from a seeded SplitMix64"),
  ]

  private static let failure: [WordRule] = [
    WordRule(word: "try!", instead: "throw, or handle the error"),
    WordRule(
      word: "fatalError(",
      instead: "a typed error for what input can cause, a precondition with its reason for a bug"),
  ]

  private static let speech: [WordRule] = [
    WordRule(
      word: "print(", instead: "return a value: only the command line prints",
      except: [
        "Sources/MonetiqueCLI/", "Sources/MonetiqueMain/", "Sources/MonetiqueBenchmarks/",
        // Prints into a string, to see what a PAN shows.
        "Tests/CardCoreTests/PANTests.swift",
      ]),
    WordRule(
      word: "withDigits(", instead: "the masked form or the token; else list the file here",
      holds: ["Sources/"],
      except: [
        "Sources/CardCore/PAN.swift", "Sources/CardCore/Track", "Sources/ISO8583/",
        "Sources/PaymentCrypto/", "Sources/MonetiqueCLI/", "Sources/CardSimulation/",
        // Into the message of a file action.
        "Sources/CardOffice/FileActions/FileActionRequest.swift",
        // Into the sealed file of those who make the cards.
        "Sources/CardOffice/Production/CardMaker.swift",
      ]),
    WordRule(
      word: "withNibbles", instead: "the masked form or the token; else list the file here",
      holds: ["Sources/"], except: ["Sources/CardCore/PAN.swift", "Sources/PaymentCrypto/"]),
    WordRule(
      word: "JSONEncoder", instead: "CardCore's JSONWriter, whose key order is declared"),
  ]

  private static let unsafeFiles = [
    "Sources/CardCore/SecretBytes.swift", "Sources/PaymentCrypto/OpenSSL",
    "Sources/TransactionMonitor/Arena.swift", "Sources/TransactionMonitor/ColumnEvaluator.swift",
    // Shards write into different rows of one buffer at the same time.
    "Sources/TransactionMonitor/Lanes/LaneColumns.swift",
    "Sources/TransactionMonitor/Lanes/Strip.swift",
    "Sources/TransactionMonitor/Lanes/ShardThreads.swift",
    "Sources/MonitorStreaming/POSIXFile.swift", "Sources/MonetiqueCLI/POSIXFile",
    "Sources/Fuzzing/Entry.swift", "Sources/MonetiqueBenchmarks/OpenSSLYardstick",
    "Sources/MonetiqueBenchmarks/DerivationYardstick.swift",
    "Sources/MonetiqueBenchmarks/SQLiteYardstick.swift",
  ]

  private static let memory: [WordRule] = [
    WordRule(
      word: "Unsafe", instead: "Span; else one of the files listed here", isWhole: false,
      except: unsafeFiles),
    WordRule(
      word: "unsafe ", instead: "Span; else one of the files listed here", except: unsafeFiles),
  ]

  func findings(in source: SourceText) -> [Finding] {
    guard holds.contains(where: source.path.hasPrefix),
      !except.contains(where: source.path.hasPrefix)
    else { return [] }
    return source.code.enumerated().filter { stands(in: $0.element) }.map { index, _ in
      Finding(path: source.path, line: index + 1, message: "`\(word)` is banned: \(instead)")
    }
  }

  /// True if the word stands in the line; a whole word is not found in a longer one, as `Date()` in
  /// `CardDate()`.
  private func stands(in line: Substring) -> Bool {
    var rest = line
    while let found = rest.range(of: word) {
      let isInside = line[..<found.lowerBound].last.map(isNamePart) ?? false
      if !isWhole || !isInside || word.first == "." { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }

  private func isNamePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
