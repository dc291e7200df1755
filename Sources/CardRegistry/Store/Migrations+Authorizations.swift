extension Migrations {
  /// What was answered to authorisations, so that a message that comes twice is answered the same
  /// and counted once, and so that limits know what was used up.
  ///
  /// `reference` and `fingerprint` are keyed hashes of what tells a message from others and of its
  /// content: no number of a card can be had from them. `amountMinor` less `givenBackMinor` is what
  /// counts; a reversal only adds to what was given back.
  static let authorizations = """
    CREATE TABLE authorization (
      id INTEGER PRIMARY KEY,
      reference BLOB NOT NULL UNIQUE CHECK (length(reference) = 32),
      fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
      kind TEXT NOT NULL CHECK (kind IN ('request', 'advice', 'reversal')),
      pan INTEGER NOT NULL REFERENCES pan,
      card INTEGER REFERENCES card,
      answeredAt INTEGER NOT NULL,
      day INTEGER NOT NULL,
      stan INTEGER CHECK (stan BETWEEN 0 AND 999999),
      sentAt INTEGER,
      acquirer TEXT NOT NULL CHECK (length(acquirer) <= 11),
      rrn TEXT NOT NULL CHECK (length(rrn) <= 12),
      terminal TEXT NOT NULL CHECK (length(terminal) <= 8),
      condition TEXT NOT NULL,
      approvalCode TEXT NOT NULL CHECK (length(approvalCode) <= 6),
      usage TEXT NOT NULL CHECK (usage IN ('', 'payment', 'withdrawal', 'remote', 'contactless',
        'quasiCash')),
      amountMinor INTEGER NOT NULL CHECK (amountMinor >= 0),
      isCounted INTEGER NOT NULL CHECK (isCounted IN (0, 1)),
      givenBackMinor INTEGER NOT NULL DEFAULT 0
        CHECK (givenBackMinor BETWEEN 0 AND amountMinor),
      isGivenBack INTEGER NOT NULL DEFAULT 0 CHECK (isGivenBack IN (0, 1)),
      isWithPIN INTEGER NOT NULL CHECK (isWithPIN IN (0, 1)),
      counter INTEGER CHECK (counter BETWEEN 0 AND 65535),
      original INTEGER REFERENCES authorization
    ) STRICT;
    CREATE INDEX authorizationSpent ON authorization (pan, day) WHERE isCounted = 1;
    CREATE INDEX authorizationByTrace ON authorization (pan, stan);
    CREATE INDEX authorizationByCounter ON authorization (card, counter)
      WHERE counter IS NOT NULL;
    CREATE TRIGGER authorizationStays BEFORE DELETE ON authorization
      BEGIN SELECT RAISE(ABORT, 'what was answered is never forgotten'); END;
    CREATE TRIGGER authorizationKeepsItsAnswer BEFORE UPDATE OF reference, fingerprint, kind, pan,
        card, answeredAt, day, stan, sentAt, acquirer, rrn, terminal, condition, approvalCode,
        usage, amountMinor, isCounted, isWithPIN, counter, original ON authorization
      BEGIN SELECT RAISE(ABORT, 'what was answered stays as it was'); END;
    CREATE TRIGGER authorizationGivesBackOnce
      BEFORE UPDATE OF givenBackMinor, isGivenBack ON authorization
      WHEN NEW.givenBackMinor < OLD.givenBackMinor OR NEW.isGivenBack < OLD.isGivenBack
      BEGIN SELECT RAISE(ABORT, 'what was given back stays so'); END;

    """
}
