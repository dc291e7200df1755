internal import CardCore
internal import Foundation
internal import GRDB

/// The ledger of authorisations as a transaction sees it.
struct AuthorizationRows {
  let db: Database

  /// The answer to the message of that reference, if it was answered before.
  func answer(
    to reference: [UInt8]
  ) throws -> (answer: AuthorizationAnswer, fingerprint: [UInt8], amountMinor: Int64)? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT condition, card, expiry, sequenceNumber, approvalCode, fingerprint, amountMinor
          FROM authorization LEFT JOIN card ON card.id = authorization.card WHERE reference = ?
          """), arguments: [Data(reference)])
    guard let row else { return nil }
    let text: String = row[0]
    guard let condition = AnswerCondition(rawValue: text) else { throw CardRows.damaged }
    let expiry: Int? = row[2]
    let key = try expiry.map { try CardRows.key(expiry: $0, sequenceNumber: row[3]) }
    let fingerprint: Data = row[5]
    let answer = AuthorizationAnswer(
      condition: condition, card: row[1], key: key, approvalCode: row[4], isRepeated: true)
    return (answer, Array(fingerprint), row[6])
  }

  /// What was used up for limits of `usage` over `days` ending with `today`, what was given back
  /// taken off.
  ///
  /// Payments without contact count from the last one with a PIN on.
  func spent(
    _ usage: Usage, days: Int, of pan: Int64, on today: Day
  ) throws -> AnswerQuestion.Spent {
    let usages = usage.parts.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    let since =
      usage == .contactless
      ? """
       AND id > coalesce((SELECT max(id) FROM authorization
        WHERE pan = ?1 AND isWithPIN = 1 AND isCounted = 1), 0)
      """ : ""
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT coalesce(sum(amountMinor - givenBackMinor), 0),
            count(*) - coalesce(sum(isGivenBack), 0)
          FROM authorization
          WHERE isCounted = 1 AND pan = ?1 AND day > ?2 AND usage IN (\(usages))\(since)
          """), arguments: [pan, today.number - days])
    guard let row else { throw CardRows.damaged }
    return .init(usage: usage, days: days, amountMinor: row[0], count: row[1])
  }

  /// Whether a message of the card, other than the one of `reference`, had that count of its chip.
  func isUsed(counter: UInt16, of card: Int64, besides reference: [UInt8]) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM authorization
            WHERE card = ? AND counter = ? AND reference <> ?)
          """), arguments: [card, Int(counter), Data(reference)]) ?? false
  }

  /// The counted message that a reversal names, the last one if it fits several.
  func find(
    _ original: AuthorizationRequest.Original, of pan: Int64
  ) throws -> (row: Int64, amountMinor: Int64, givenBackMinor: Int64)? {
    guard original.stan != nil || !original.rrn.isEmpty else { return nil }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id, amountMinor, givenBackMinor FROM authorization
          WHERE pan = ?1 AND isCounted = 1
            AND (?2 IS NULL OR stan = ?2)
            AND (?3 IS NULL OR sentAt IS NULL OR sentAt = ?3)
            AND (?4 = '' OR acquirer = '' OR acquirer = ?4)
            AND (?2 IS NOT NULL OR rrn = ?5)
            AND (?6 = '' OR terminal = '' OR terminal = ?6)
          ORDER BY id DESC LIMIT 1
          """),
      arguments: [
        pan, original.stan.map { Int($0) }, original.sentAt?.millisecondsSince1970,
        original.acquirer, original.rrn, original.terminal,
      ])
    return row.map { ($0[0], $0[1], $0[2]) }
  }

  /// Gives back what a counted message used up, down to `staysMinor` of its amount.
  func giveBack(
    _ found: (row: Int64, amountMinor: Int64, givenBackMinor: Int64), staysMinor: Int64?
  ) throws {
    let back = max(
      found.givenBackMinor, found.amountMinor - min(found.amountMinor, staysMinor ?? 0))
    try db.cachedStatement(
      sql: """
        UPDATE authorization SET givenBackMinor = ?, isGivenBack = max(isGivenBack, ?) WHERE id = ?
        """
    ).execute(arguments: [back, staysMinor ?? 0 == 0, found.row])
  }

  /// Everything of an answer that is kept.
  struct Entry {
    let request: AuthorizationRequest
    let reference: [UInt8]
    let fingerprint: [UInt8]
    let pan: Int64
    let answer: AuthorizationAnswer
    /// Whether it uses up limits.
    let isCounted: Bool
    let isWithPIN: Bool
    var original: Int64?
  }

  func insert(_ entry: Entry) throws {
    let (request, question) = (entry.request, entry.request.question)
    let kind =
      switch request.kind {
      case .request: "request"
      case .advice: "advice"
      case .reversal: "reversal"
      }
    try db.cachedStatement(
      sql: """
        INSERT INTO authorization (reference, fingerprint, kind, pan, card, answeredAt, day, stan,
          sentAt, acquirer, rrn, terminal, condition, approvalCode, usage, amountMinor, isCounted,
          isWithPIN, counter, original)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      Data(entry.reference), Data(entry.fingerprint), kind, entry.pan, entry.answer.card,
      question.time.millisecondsSince1970, Day(of: question.time).number,
      request.stan.map { Int($0) }, request.sentAt?.millisecondsSince1970, request.acquirer,
      request.rrn, request.terminal, entry.answer.condition.rawValue, entry.answer.approvalCode,
      question.usage?.rawValue ?? "", question.amountMinor, entry.isCounted, entry.isWithPIN,
      request.transactionCounter.map { Int($0) }, entry.original,
    ])
  }
}
