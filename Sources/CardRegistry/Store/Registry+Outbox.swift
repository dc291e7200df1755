public import CardCore
internal import Foundation
internal import GRDB

/// What was said of an item that had been handed over.
public struct OutboxAnswer: Hashable, Sendable {
  public let item: Int64
  /// A code or a few words, 1 to 128 characters; never a number of a card.
  public let answer: String
  /// Whether the item was taken, so that it is done.
  public let isTaken: Bool

  public init(item: Int64, answer: String, isTaken: Bool) {
    self.item = item
    self.answer = answer
    self.isTaken = isTaken
  }
}

/// A letter as it stays in the outbox.
public struct KeptLetter: Hashable, Sendable {
  public let item: Int64
  /// All that it says, as JSON.
  public let content: String
  /// The SHA-256 of its text, 32 bytes.
  public let hash: [UInt8]

  public init(item: Int64, content: String, hash: [UInt8]) {
    self.item = item
    self.content = content
    self.hash = hash
  }
}

/// By what the PINs of a PAN are verified from now on.
public struct PINReference: Hashable, Sendable {
  /// The PAN's number within the registry.
  public let pan: Int64
  /// The offset or the PVV: 4 to 12 digits.
  public let digits: String

  public init(pan: Int64, digits: String) {
    self.pan = pan
    self.digits = digits
  }
}

/// What comes of handing over items of the outbox.
public struct OutboxDelivery: Hashable, Sendable {
  /// Those that leave.
  public var sent: [Int64] = []
  /// The letters among them that were not written before.
  public var letters: [KeptLetter] = []
  /// The file that they go into; empty if each goes by itself.
  public var batch = ""
  /// What comes with PINs that are sent.
  public var pinReferences: [PINReference] = []
  /// Those that could not be made, and why: they are counted as attempts that were not taken.
  public var failed: [OutboxAnswer] = []

  public init() {}
}

extension Registry {
  /// The items that are meant, in the order of their numbers; at most `countMax` of them.
  public func outbox(
    _ filter: OutboxFilter, countMax: Int = 1_000
  ) throws(RegistryError) -> [OutboxItem] {
    try file.read { try OutboxRows(db: $0).list(filter, countMax: countMax) }
  }

  /// The item of that number.
  ///
  /// - Throws: ``RegistryError/Code/notFound``.
  public func outboxItem(_ number: Int64) throws(RegistryError) -> OutboxItem {
    try file.read { try OutboxRows(db: $0).find(number) }
  }

  /// What a letter says, as it was kept; nil if it was not written yet.
  public func letter(ofItem number: Int64) throws(RegistryError) -> KeptLetter? {
    try file.read { db in
      try Row.fetchOne(
        db, sql: "SELECT content, hash FROM letter WHERE item = ?", arguments: [number]
      ).map { row in
        KeptLetter(item: number, content: row[0], hash: Array(row[1] as Data))
      }
    }
  }

  /// Records that items are handed over, with the letters that were written for it.
  ///
  /// Called before what was made leaves the house: what left is always on record.
  ///
  /// - Throws: ``RegistryError/Code/notAllowed`` unless a clerk, a supervisor or the system does
  ///   it; ``RegistryError/Code/conflict`` if an item is done already.
  public func handOver(
    _ delivery: OutboxDelivery, by person: String, at time: Instant, isDryRun: Bool = false
  ) throws(RegistryError) {
    try file.run(isDryRun: isDryRun) { db in
      try Operator.demand(Self.outboxRoles, of: person, in: db)
      let rows = OutboxRows(db: db)
      for number in delivery.sent {
        try rows.attempt(Self.open(rows.find(number)), at: time, in: delivery.batch)
      }
      for reference in delivery.pinReferences {
        try Self.setPINReference(reference.digits, ofNumber: reference.pan, in: db)
      }
      for letter in delivery.letters {
        try db.cachedStatement(
          sql: "INSERT INTO letter (item, content, hash, writtenAt) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [
          letter.item, letter.content, Data(letter.hash), time.millisecondsSince1970,
        ])
      }
      for failure in delivery.failed {
        try rows.attempt(Self.open(rows.find(failure.item)), at: time)
        try rows.answer(rows.find(failure.item), failure.answer, at: time)
      }
      try record("handOver", delivery.sent, by: person, at: time, in: db) { writer in
        writer.field("failed", delivery.failed.count)
      }
    }
  }

  /// Records what was said of items that had been handed over.
  ///
  /// An answer to an attempt that was answered in the same way before changes nothing.
  ///
  /// - Returns: The answers to what was never handed over, which change nothing.
  /// - Throws: ``RegistryError/Code/notAllowed`` unless a clerk, a supervisor or the system does
  ///   it.
  public func note(
    _ answers: [OutboxAnswer], by person: String, at time: Instant, isDryRun: Bool = false
  ) throws(RegistryError) -> [OutboxAnswer] {
    try file.run(isDryRun: isDryRun) { db in
      try Operator.demand(Self.outboxRoles, of: person, in: db)
      let rows = OutboxRows(db: db)
      var strangers: [OutboxAnswer] = []
      var noted: [Int64] = []
      for answer in answers {
        guard let item = try? rows.find(answer.item), item.attemptCount > 0 else {
          strangers.append(answer)
          continue
        }
        guard item.doneAt == nil, item.answer == nil || answer.isTaken else { continue }
        // What was said of an attempt stays; a later word may still say that it was taken.
        if item.answer == nil { try rows.answer(item, answer.answer, at: time) }
        if answer.isTaken { try rows.finish(item, at: time) }
        noted.append(item.number)
      }
      try record("answers", noted, by: person, at: time, in: db) { writer in
        writer.field("strangers", strangers.count)
      }
      return strangers
    }
  }

  /// Records that items are done, by whoever was told.
  ///
  /// - Returns: Those that were done before.
  /// - Throws: ``RegistryError/Code/notAllowed`` unless a clerk, a supervisor or the system does
  ///   it; ``RegistryError/Code/notFound``, with nothing changed.
  public func finish(
    _ items: [Int64], by person: String, at time: Instant, isDryRun: Bool = false
  ) throws(RegistryError) -> [Int64] {
    try file.run(isDryRun: isDryRun) { db in
      try Operator.demand(Self.outboxRoles, of: person, in: db)
      let rows = OutboxRows(db: db)
      var before: [Int64] = []
      var done: [Int64] = []
      for number in items {
        let item = try rows.find(number)
        guard item.doneAt == nil else {
          before.append(number)
          continue
        }
        try rows.finish(item, at: time)
        done.append(number)
      }
      try record("outboxDone", done, by: person, at: time, in: db) { _ in }
      return before
    }
  }

  private static let outboxRoles: [Role] = [.clerk, .supervisor, .system]

  private static func open(_ item: OutboxItem) throws -> OutboxItem {
    guard item.doneAt == nil else {
      throw RegistryError(.conflict, "item \(item.number) of the outbox is done already")
    }
    return item
  }

  /// Appends a record about items: how many, and a digest of their numbers.
  private func record(
    _ act: String, _ items: [Int64], by person: String, at time: Instant, in db: Database,
    _ more: (inout JSONWriter) -> Void
  ) throws {
    let numbers = items.map { "\($0)" }.joined(separator: " ")
    let digest = keys.digest([Array(numbers.utf8)])
    _ = try AuditTrail(db: db, keys: keys).append(at: time, about: []) { writer in
      writer.field("act", act)
      writer.field("operator", person)
      writer.field("items", items.count)
      if let first = items.first, let last = items.last {
        writer.field("first", first)
        writer.field("last", last)
      }
      writer.key("digest")
      writer.hex(digest.span)
      more(&writer)
    }
  }
}
