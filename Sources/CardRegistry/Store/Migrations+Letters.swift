extension Migrations {
  /// Where holders are written to, and what became of what was to be told.
  ///
  /// `holder.address` is lines that a line feed separates. An item of the outbox is handed over in
  /// `outboxAttempt` as often as it takes; `answer` is what the other side said of it. What a
  /// letter says stays in `letter`, with the SHA-256 of its text. `outboxAttempt.batch` names the
  /// file that a PIN letter went into.
  static let letters = """
    ALTER TABLE holder ADD COLUMN address TEXT NOT NULL DEFAULT '' CHECK (length(address) <= 260);
    ALTER TABLE holder ADD COLUMN language TEXT NOT NULL DEFAULT 'fr'
      CHECK (language IN ('fr', 'en'));

    CREATE INDEX outboxBySubject ON outbox (subject);

    CREATE TABLE outboxAttempt (
      id INTEGER PRIMARY KEY,
      item INTEGER NOT NULL REFERENCES outbox,
      number INTEGER NOT NULL CHECK (number > 0),
      sentAt INTEGER NOT NULL,
      answer TEXT CHECK (length(answer) BETWEEN 1 AND 128),
      answeredAt INTEGER,
      batch TEXT NOT NULL DEFAULT '' CHECK (length(batch) <= 32),
      UNIQUE (item, number),
      CHECK ((answer IS NULL) = (answeredAt IS NULL))
    ) STRICT;
    CREATE TRIGGER outboxAttemptStays BEFORE DELETE ON outboxAttempt
      BEGIN SELECT RAISE(ABORT, 'what was handed over is never forgotten'); END;
    CREATE TRIGGER outboxAttemptIsAnsweredOnce BEFORE UPDATE ON outboxAttempt
      WHEN OLD.answer IS NOT NULL OR NEW.answer IS NULL OR NEW.item IS NOT OLD.item
        OR NEW.number IS NOT OLD.number OR NEW.sentAt IS NOT OLD.sentAt
        OR NEW.batch IS NOT OLD.batch
      BEGIN SELECT RAISE(ABORT, 'an attempt is answered once'); END;

    CREATE INDEX outboxAttemptOfBatch ON outboxAttempt (batch, item) WHERE batch IS NOT '';
    CREATE INDEX cardToMake ON card (id) WHERE state = 'ordered';

    CREATE TABLE letter (
      item INTEGER PRIMARY KEY REFERENCES outbox,
      content TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      writtenAt INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER letterNeverChanges BEFORE UPDATE ON letter
      BEGIN SELECT RAISE(ABORT, 'a letter says what it said'); END;
    CREATE TRIGGER letterStays BEFORE DELETE ON letter
      BEGIN SELECT RAISE(ABORT, 'a letter is never forgotten'); END;

    """
}
