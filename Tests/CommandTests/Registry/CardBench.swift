import CardCore
import Foundation
import TestSupport

/// A folder with a registry for trials: three operators, a product and six active cards.
struct CardBench: ~Copyable {
  let folder: URL

  static let now = "2026-03-01T10:00:00Z"

  init() async throws {
    let folder = try temporaryFolder()
    let paths = ["keys", "master", "registry", "cards"].map {
      folder.appending(path: $0).path(percentEncoded: false)
    }
    let keys = ["--keys", paths[0], "--master-key-file", paths[1]]
    let common = keys + ["--registry", paths[2], "--operator", "chief", "--now", Self.now]
    var text = "pan,sequenceNumber,expiry,state,product,holder,name,birthDate,branch\n"
    for account in 0..<6 {
      let name = account < 2 ? "MARTIN Paul" : "DURAND Léa"
      text += "\(Self.pan(account)),1,2028-05,active,classic,C\(account / 2),\(name),"
      text += "1970-01-0\(account / 2 + 1),0042\n"
    }
    try Data(text.utf8).write(to: URL(filePath: paths[3]))
    let steps = [
      ["key", "init"] + keys, ["registry", "init", "--test-clock"] + common,
      ["operator", "set", "anne", "--role", "clerk"] + common,
      ["operator", "set", "bob", "--role", "checker"] + common,
      ["product", "set", "--code", "classic", "--prefix", "497010"] + common,
      ["card", "import", paths[3]] + common,
    ]
    for step in steps {
      let run = try await TestSupport.run("monetique", step)
      precondition(run.status == 0, run.errorText)
    }
    self.folder = folder
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A PAN of the product's range, made up, with its check digit.
  static func pan(_ account: Int) -> String {
    let head = "497010" + String(repeating: "0", count: 8) + "\(account)"
    let digits = Array(head.utf8)
    let check = Digits.luhnCheckDigit(for: digits.span) ?? 0
    return head + String(decoding: [check], as: UTF8.self)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// Runs `monetique` on the registry as one of its operators.
  func run(
    as person: String = "anne", _ arguments: String..., input: String = "", now: String = Self.now
  ) async throws -> CommandOutcome {
    try await TestSupport.run(
      "monetique",
      arguments + [
        "--keys", path("keys"), "--master-key-file", path("master"), "--registry",
        path("registry"), "--operator", person, "--now", now,
      ], input: Array(input.utf8))
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// The card of an account: numbers follow the tokens, which differ from registry to registry.
  func card(_ account: Int) async throws -> String {
    let run = try await run("card", "list", "--pan-file", "-", "--json", input: Self.pan(account))
    let value = try JSONReader().read(run.output)
    let number = value["cards"]?.array?.first?["card"]?.int
    return number.map(String.init) ?? ""
  }
}
