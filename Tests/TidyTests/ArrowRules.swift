/// Which modules each target may import: the table of the design, in one place.
enum ArrowRules {
  private static let language: Set<String> = ["Glibc", "Musl", "Synchronization"]

  private static let foundation: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationXML",
  ]

  private static let library: Set<String> = [
    "CardCore", "ISO8583", "SpecImport", "PaymentCrypto", "CardRegistry", "TransactionMonitor",
    "MonitorStreaming", "CardSimulation", "CardOffice", "VectorCheck",
  ]

  /// The C library and Synchronization are everyone's and not repeated here.
  private static let allowed: [String: Set<String>] = [
    "CardCore": [],
    "ISO8583": ["CardCore"],
    "SpecImport": foundation.union(["CardCore", "ISO8583", "Yams"]),
    "PaymentCrypto": foundation.union(["CardCore", "COpenSSL"]),
    "CardRegistry": foundation.union(["CardCore", "GRDB"]),
    "TransactionMonitor": ["CardCore", "CPrefetch", "Collections", "Yams"],
    "MonitorStreaming": ["CardCore", "ISO8583", "TransactionMonitor", "Yams"],
    "CardSimulation": ["CardCore", "ISO8583"],
    "CardOffice": foundation.union([
      "CardCore", "ISO8583", "PaymentCrypto", "CardRegistry", "TransactionMonitor",
    ]),
    "VectorCheck": foundation.union(["CardCore", "ISO8583", "SpecImport", "PaymentCrypto"]),
    "MonetiqueCLI": foundation.union(library).union(["ArgumentParser", "Logging"]),
    "MonetiqueMain": ["MonetiqueCLI"],
    "MonetiqueBenchmarks": foundation.union(library).union([
      "ArgumentParser", "CAllocations", "COpenSSL", "SQLite3",
    ]),
    "Fuzzing": foundation.union(library),
  ]

  static func findings(in source: SourceText) -> [Finding] {
    let folders = source.path.split(separator: "/")
    guard folders.count > 2, folders[0] == "Sources" else { return [] }
    let target = String(folders[1])
    guard let arrows = allowed[target] else {
      return [
        Finding(path: source.path, line: 0, message: "\(target) has no row in ArrowRules: add it")
      ]
    }
    return source.code.enumerated().compactMap { index, line in
      guard let module = importedModule(line), !arrows.union(language).contains(module) else {
        return nil
      }
      let message = "\(target) may not import \(module): see the table of arrows in ArrowRules"
      return Finding(path: source.path, line: index + 1, message: message)
    }
  }

  /// The module that a line of code imports: the last word, up to a dot, as in
  /// `public import struct Module.Name`.
  private static func importedModule(_ line: Substring) -> String? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard let keyword = words.firstIndex(of: "import"), keyword <= 2,
      words[..<keyword].allSatisfy({ $0.hasPrefix("@") || $0.allSatisfy(\.isLetter) })
    else { return nil }
    return words.last?.split(separator: ".").first.map(String.init)
  }
}
