import CardRegistry

extension RegistryBenchmarks {
  /// The statements of an opposition with the values that the registry wrote, through C.
  final class Statements {
    typealias Value = SQLiteYardstick.Value

    /// What the registry wrote for one opposition.
    struct Written {
      var card: Int64
      var pan: [Value]
      var cardRow: [Value]
      var audit: [Value]
      var subjects: [[Value]]
      var outbox: [[Value]]
      var command: [Value]
    }

    private let folder: BenchFolder
    private var database: SQLiteYardstick
    private var written: [Written] = []
    private var next = 0
    private var copyCount = 0

    /// Has the registry oppose every card of a copy, and reads what it wrote.
    init(_ folder: BenchFolder, _ keys: RegistryKeys) throws {
      self.folder = folder
      let path = try folder.copy(named: "written")
      let registry = try Registry(opening: path, keys: keys)
      let first = try registry.auditHead().sequence + 1
      var card: Int64 = 1
      while RegistryBenchmarks.oppose(card, in: registry) { card += 1 }
      try registry.checkpoint()
      let source = SQLiteYardstick(path)
      for sequence in first..<first + card - 1 {
        written.append(Self.read(sequence, card: sequence - first + 1, from: source))
      }
      database = SQLiteYardstick(try folder.copy(named: "statements"))
    }

    private static func read(
      _ sequence: Int64, card: Int64, from source: SQLiteYardstick
    ) -> Written {
      let number = Value.integer(sequence)
      func row(_ sql: String, _ value: Value, _ columns: Int) -> [Value] {
        source.run(sql, [value], columns: columns).first ?? []
      }
      return Written(
        card: card,
        pan: row(
          """
          SELECT product, revision, oppositionNumber, pan.detail, pan.id FROM pan
          JOIN card ON card.pan = pan.id WHERE card.id = ?
          """, .integer(card), 5),
        cardRow: row("SELECT state, detail, id FROM card WHERE id = ?", .integer(card), 3),
        audit: row(
          "SELECT sequence, recordedAt, record, hash FROM audit WHERE sequence = ?", number, 4),
        subjects: source.run(
          "SELECT subject, sequence FROM auditSubject WHERE sequence = ? ORDER BY subject DESC",
          [number], columns: 2),
        outbox: source.run(
          """
          SELECT kind, subject, payload, sequence, dueAt FROM outbox WHERE sequence = ? ORDER BY id
          """, [number], columns: 5),
        command: row(
          """
          SELECT idempotencyKey, fingerprint, answer, sequence FROM command WHERE idempotencyKey = ?
          """, .text(Array("bench-\(card)".utf8)), 4))
    }

    func run(_ iterations: Int) -> UInt64 {
      for _ in 0..<iterations {
        if next == written.count { restart() }
        perform(written[next])
        next += 1
      }
      return UInt64(iterations)
    }

    private func restart() {
      copyCount += 1
      guard let path = try? folder.copy(named: "statements-\(copyCount)") else {
        preconditionFailure("the bench's registry can be copied")
      }
      database = SQLiteYardstick(path)
      next = 0
    }

    private func perform(_ act: Written) {
      database.run("BEGIN IMMEDIATE TRANSACTION")
      readState(act)
      database.run(
        """
        UPDATE pan SET product = ?, revision = ?, oppositionNumber = ?, detail = ? WHERE id = ?
        """, act.pan)
      database.run("UPDATE card SET state = ?, detail = ? WHERE id = ?", act.cardRow)
      database.run(
        "INSERT INTO audit (sequence, recordedAt, record, hash) VALUES (?, ?, ?, ?)", act.audit)
      for subject in act.subjects {
        database.run("INSERT INTO auditSubject (subject, sequence) VALUES (?, ?)", subject)
      }
      database.run(
        "UPDATE auditHead SET sequence = ?, hash = ?, signature = ? WHERE id = 1",
        [act.audit[0], act.audit[3], act.audit[3]])
      for item in act.outbox {
        database.run(
          """
          INSERT INTO outbox (kind, subject, payload, sequence, dueAt) VALUES (?, ?, ?, ?, ?)
          """, item)
      }
      database.run(
        """
        INSERT INTO command (idempotencyKey, fingerprint, answer, sequence) VALUES (?, ?, ?, ?)
        """, act.command)
      database.run("COMMIT TRANSACTION")
    }

    private func readState(_ act: Written) {
      database.run(
        """
        SELECT role FROM operatorRole JOIN operator ON operator.name = operatorRole.operator
        WHERE operator = ? AND isActive
        """, [.text(Array("anne".utf8))], columns: 1)
      database.run(
        """
        SELECT pan.id, pan.revision, pan.detail, pan.iin, pan.digitCount, pan.lastFour, pan.holder,
          product.definition, card.expiry, card.sequenceNumber
        FROM card JOIN pan ON pan.id = card.pan LEFT JOIN product ON product.code = pan.product
        WHERE card.id = ?
        """, [.integer(act.card)], columns: 10)
      database.run(
        "SELECT fingerprint, answer FROM command WHERE idempotencyKey = ?", [act.command[0]],
        columns: 2)
      database.run(
        "SELECT id, detail FROM card WHERE pan = ? ORDER BY id", [act.pan[4]], columns: 2)
      database.run("SELECT sequence, hash, signature FROM auditHead WHERE id = 1", columns: 3)
    }
  }
}
