// swift-tools-version: 6.3
import PackageDescription

// Every arrow between targets stands in this file; `Tools/build` refuses an import that it does not
// declare.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func room(
  _ name: String, _ arrows: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  .target(name: name, dependencies: arrows, resources: resources, swiftSettings: strict)
}

func suite(_ name: String, _ arrows: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: arrows + ["TestSupport"], swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

var targets: [Target] = [
  room("CardCore"),
  room("ISO8583", ["CardCore"]),
  room(
    "SpecImport", ["CardCore", "ISO8583", yams],
    resources: [.embedInCode("Resources/message-spec.schema.json")]),
  .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
  .target(name: "CPrefetch"),
  room("PaymentCrypto", ["CardCore", "COpenSSL"]),
  room(
    "CardRegistry", ["CardCore", grdb],
    resources: [.embedInCode("Resources/answer-codes.json")]),
  room(
    "TransactionMonitor", ["CardCore", "CPrefetch", collections, yams],
    resources: [
      .embedInCode("Resources/default-rules.yaml"), .embedInCode("Resources/alert.schema.json"),
    ]),
  room(
    "CardSimulation", ["CardCore", "ISO8583"],
    resources: [
      .embedInCode("Resources/truth.schema.json"), .embedInCode("Resources/evaluation.schema.json"),
    ]),
  room(
    "MonitorStreaming", ["CardCore", "ISO8583", "TransactionMonitor", yams],
    resources: [.embedInCode("Resources/series.schema.json")]),
  room(
    "CardOffice", ["CardCore", "ISO8583", "PaymentCrypto", "CardRegistry", "TransactionMonitor"],
    resources: [
      .embedInCode("Resources/letters.fr.txt"), .embedInCode("Resources/letters.en.txt"),
      .embedInCode("Resources/answers.json"),
    ]),
  room(
    "VectorCheck", ["CardCore", "ISO8583", "SpecImport", "PaymentCrypto"],
    resources: [.embedInCode("Resources/vector-report.schema.json")]),
  room(
    "MonetiqueCLI",
    [
      "CardCore", "ISO8583", "SpecImport", "PaymentCrypto", "CardRegistry",
      "TransactionMonitor", "MonitorStreaming", "CardSimulation", "CardOffice", "VectorCheck",
      argumentParser,
    ],
    resources: [
      .embedInCode("Resources/report.css"), .embedInCode("Resources/backtest.schema.json"),
    ]),
  .executableTarget(
    name: "MonetiqueMain", dependencies: ["MonetiqueCLI"], swiftSettings: strict),
  .target(name: "CAllocations"),
  .systemLibrary(name: "SQLite3", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
  .executableTarget(
    name: "MonetiqueBenchmarks",
    dependencies: [
      "CAllocations", "COpenSSL", "SQLite3", "CardCore", "ISO8583", "PaymentCrypto", "CardRegistry",
      "TransactionMonitor", "MonitorStreaming", "CardSimulation", "CardOffice", argumentParser,
    ],
    swiftSettings: strict),
  .target(
    name: "TestSupport", dependencies: ["CardCore"], path: "Tests/TestSupport",
    swiftSettings: strict),
  suite("CardCoreTests", ["CardCore"]),
  suite("ISO8583Tests", ["CardCore", "ISO8583"]),
  suite("SpecImportTests", ["CardCore", "ISO8583", "SpecImport"]),
  suite("PaymentCryptoTests", ["CardCore", "PaymentCrypto"]),
  suite("CardRegistryTests", ["CardCore", "CardRegistry", "PaymentCrypto", grdb]),
  suite("TransactionMonitorTests", ["CardCore", "TransactionMonitor"]),
  suite(
    "MonitorStreamingTests",
    ["CardCore", "ISO8583", "PaymentCrypto", "TransactionMonitor", "MonitorStreaming"]),
  suite("CardSimulationTests", ["CardCore", "ISO8583", "CardSimulation"]),
  suite(
    "CardOfficeTests",
    ["CardCore", "ISO8583", "PaymentCrypto", "CardRegistry", "TransactionMonitor", "CardOffice"]),
  suite("VectorCheckTests", ["CardCore", "ISO8583", "SpecImport", "VectorCheck"]),
  suite("CommandTests", ["CardCore", "MonetiqueCLI", "MonetiqueMain", "MonetiqueBenchmarks"]),
  suite("TidyTests", []),
]

var products: [Product] = [
  .library(
    name: "Monetique",
    targets: [
      "CardCore", "ISO8583", "SpecImport", "PaymentCrypto", "CardRegistry",
      "TransactionMonitor", "MonitorStreaming", "CardSimulation", "CardOffice",
    ]),
  .executable(name: "monetique", targets: ["MonetiqueMain"]),
  .executable(name: "monetique-bench", targets: ["MonetiqueBenchmarks"]),
]

// libFuzzer brings its own `main`: this target links only with the flags that `Tools/fuzz` passes.
if Context.environment["FUZZ"] != nil {
  targets.append(
    .executableTarget(
      name: "Fuzzing",
      dependencies: [
        "CardCore", "ISO8583", "SpecImport", "PaymentCrypto",
        "TransactionMonitor", "MonitorStreaming", "VectorCheck",
      ],
      swiftSettings: strict))
  products.append(.executable(name: "monetique-fuzz", targets: ["Fuzzing"]))
}

let package = Package(
  name: "monetique",
  products: products,
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: targets)
