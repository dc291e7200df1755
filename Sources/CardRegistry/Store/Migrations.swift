/// The schema, one step after another: what is here once released is never edited, only added to.
///
/// The schema defends the rules by itself, also from whoever opens the file with another program:
/// what is written on the audit trail stays, an opposition stays, nobody approves what they asked
/// for.
enum Migrations {
  /// "MNTQ": tells a registry from any other SQLite file.
  static let applicationID = 0x4D4E_5451

  static let all = [version1, version2, cardStarts, authorizations]

  private static let version1 = registry + audit + people + cards + approvals
  private static let version2 = letters

  private static let registry = """
    CREATE TABLE registry (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      createdAt INTEGER NOT NULL,
      isTestClock INTEGER NOT NULL CHECK (isTestClock IN (0, 1)),
      tokenKeyCheck TEXT NOT NULL,
      panKeyCheck TEXT NOT NULL,
      auditKeyCheck TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER registryStays BEFORE DELETE ON registry
      BEGIN SELECT RAISE(ABORT, 'a registry keeps its own row'); END;
    CREATE TRIGGER registryNeverChanges BEFORE UPDATE ON registry
      BEGIN SELECT RAISE(ABORT, 'a registry is what it was made as'); END;

    """

  /// `auditHead` moves forward only; `command` gives the same answer to the same idempotency key.
  private static let audit = """
    CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
      recordedAt INTEGER NOT NULL,
      record TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE TRIGGER auditNeverChanges BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    CREATE TRIGGER auditNeverLoses BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    CREATE TRIGGER auditHasNoGap BEFORE INSERT ON audit
      WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
      BEGIN SELECT RAISE(ABORT, 'a record of the audit trail follows the last one'); END;

    CREATE TABLE auditHead (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      sequence INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      signature BLOB NOT NULL CHECK (length(signature) = 32)
    ) STRICT;
    CREATE TRIGGER auditHeadStays BEFORE DELETE ON auditHead
      BEGIN SELECT RAISE(ABORT, 'the audit trail has a head'); END;
    CREATE TRIGGER auditHeadMovesForward BEFORE UPDATE ON auditHead
      WHEN NEW.sequence IS NOT (SELECT max(sequence) FROM audit)
      BEGIN SELECT RAISE(ABORT, 'the head of the audit trail is its last record'); END;

    CREATE TABLE auditSubject (
      subject TEXT NOT NULL,
      sequence INTEGER NOT NULL REFERENCES audit,
      PRIMARY KEY (subject, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER auditSubjectNeverChanges BEFORE UPDATE ON auditSubject
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    CREATE TRIGGER auditSubjectNeverLoses BEFORE DELETE ON auditSubject
      BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

    CREATE TABLE command (
      idempotencyKey TEXT PRIMARY KEY CHECK (length(idempotencyKey) BETWEEN 1 AND 128),
      fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
      answer TEXT NOT NULL,
      sequence INTEGER NOT NULL REFERENCES audit
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER commandNeverChanges BEFORE UPDATE ON command
      BEGIN SELECT RAISE(ABORT, 'a command keeps its answer'); END;
    CREATE TRIGGER commandNeverGoes BEFORE DELETE ON command
      BEGIN SELECT RAISE(ABORT, 'a command keeps its answer'); END;

    """
}
