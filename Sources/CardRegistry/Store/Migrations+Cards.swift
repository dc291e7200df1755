extension Migrations {
  /// Who may act, and who the cards are for.
  ///
  /// `nameKey` is the name without accents, case and punctuation, by which people are found.
  static let people = """
    CREATE TABLE operator (
      name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
      isActive INTEGER NOT NULL CHECK (isActive IN (0, 1))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE operatorRole (
      operator TEXT NOT NULL REFERENCES operator,
      role TEXT NOT NULL CHECK (role IN ('clerk', 'checker', 'supervisor', 'compliance', 'system',
        'monitor', 'auditor')),
      PRIMARY KEY (operator, role)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE product (
      code TEXT PRIMARY KEY CHECK (length(code) BETWEEN 1 AND 32),
      definition TEXT NOT NULL,
      nextAccount INTEGER NOT NULL CHECK (nextAccount >= 0)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER productNumbersOnlyOnce BEFORE UPDATE OF nextAccount ON product
      WHEN NEW.nextAccount < OLD.nextAccount
      BEGIN SELECT RAISE(ABORT, 'a number of a range is drawn once'); END;

    CREATE TABLE holder (
      id INTEGER PRIMARY KEY,
      reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 1 AND 64),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 128),
      nameKey TEXT NOT NULL,
      birthDate TEXT NOT NULL CHECK (birthDate = '' OR birthDate GLOB '????-??-??'),
      branch TEXT NOT NULL
    ) STRICT;
    CREATE INDEX holderByName ON holder (nameKey);

    """

  /// `pan.token` finds a PAN, `pan.sealed` keeps it; `pan.pinReference` is the offset or the PVV.
  ///
  /// `card.origin` is the record of the audit trail that made the card. `revision` counts the acts
  /// on a PAN, so that a plan can tell whether the state that it was made for has moved.
  static let cards = """
    CREATE TABLE pan (
      id INTEGER PRIMARY KEY,
      token BLOB NOT NULL CHECK (length(token) = 16),
      sealed BLOB NOT NULL,
      iin INTEGER NOT NULL CHECK (iin BETWEEN 0 AND 99999999),
      digitCount INTEGER NOT NULL CHECK (digitCount BETWEEN 8 AND 19),
      lastFour INTEGER NOT NULL CHECK (lastFour BETWEEN 0 AND 9999),
      holder INTEGER NOT NULL REFERENCES holder,
      product TEXT NOT NULL REFERENCES product,
      revision INTEGER NOT NULL CHECK (revision >= 0),
      oppositionNumber TEXT UNIQUE,
      pinReference TEXT NOT NULL CHECK (length(pinReference) <= 12
        AND pinReference NOT GLOB '*[^0-9]*'),
      detail TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX panByToken ON pan (token);
    CREATE INDEX panByLastFour ON pan (lastFour, holder);
    CREATE INDEX panByHolder ON pan (holder);
    CREATE TRIGGER panStays BEFORE DELETE ON pan
      BEGIN SELECT RAISE(ABORT, 'a card number is never forgotten'); END;
    CREATE TRIGGER panKeepsItsNumber BEFORE UPDATE OF token, iin, digitCount, lastFour ON pan
      BEGIN SELECT RAISE(ABORT, 'a card number never changes'); END;
    CREATE TRIGGER panCountsItsActs BEFORE UPDATE OF revision ON pan
      WHEN NEW.revision < OLD.revision
      BEGIN SELECT RAISE(ABORT, 'acts are counted upwards'); END;
    CREATE TRIGGER oppositionStays BEFORE UPDATE OF oppositionNumber ON pan
      WHEN OLD.oppositionNumber IS NOT NULL AND NEW.oppositionNumber IS NOT OLD.oppositionNumber
      BEGIN SELECT RAISE(ABORT, 'an opposition is never lifted'); END;

    CREATE TABLE card (
      id INTEGER PRIMARY KEY,
      pan INTEGER NOT NULL REFERENCES pan,
      sequenceNumber INTEGER NOT NULL CHECK (sequenceNumber BETWEEN 0 AND 99),
      expiry INTEGER NOT NULL CHECK (expiry BETWEEN 190001 AND 999912),
      state TEXT NOT NULL CHECK (state IN ('ordered', 'inProduction', 'shipped', 'active', 'locked',
        'blocked', 'opposed', 'withdrawn', 'expired', 'closed', 'cancelled')),
      origin INTEGER NOT NULL CHECK (origin > 0),
      detail TEXT NOT NULL,
      UNIQUE (pan, sequenceNumber, expiry)
    ) STRICT;
    CREATE INDEX cardByEnd ON card (expiry) WHERE state IN ('ordered', 'inProduction', 'shipped',
      'active', 'locked', 'blocked');
    CREATE TRIGGER cardStays BEFORE DELETE ON card
      BEGIN SELECT RAISE(ABORT, 'a card is never forgotten'); END;
    CREATE TRIGGER cardKeepsItsNumber BEFORE UPDATE OF pan, sequenceNumber, expiry ON card
      BEGIN SELECT RAISE(ABORT, 'a card is never another one'); END;
    CREATE TRIGGER cardNeverComesBack BEFORE UPDATE OF state ON card
      WHEN OLD.state IN ('opposed', 'withdrawn', 'expired', 'closed', 'cancelled')
        AND NEW.state IS NOT OLD.state AND NEW.state IS NOT 'opposed'
      BEGIN SELECT RAISE(ABORT, 'an ended card never comes back'); END;
    CREATE TRIGGER cardOfOpposedNumber BEFORE UPDATE OF state ON card
      WHEN NEW.state IS NOT 'opposed'
        AND (SELECT oppositionNumber FROM pan WHERE id = NEW.pan) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'every card of an opposed number is opposed'); END;
    CREATE TRIGGER newCardOfOpposedNumber BEFORE INSERT ON card
      WHEN NEW.state IS NOT 'opposed'
        AND (SELECT oppositionNumber FROM pan WHERE id = NEW.pan) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'every card of an opposed number is opposed'); END;

    """

  /// What waits for a second person, and what other systems are to be told.
  static let approvals = """
    CREATE TABLE approval (
      id INTEGER PRIMARY KEY,
      command TEXT NOT NULL,
      idempotencyKey TEXT NOT NULL UNIQUE,
      pan INTEGER NOT NULL REFERENCES pan,
      revision INTEGER NOT NULL,
      maker TEXT NOT NULL REFERENCES operator,
      requestedAt INTEGER NOT NULL,
      expiresAt INTEGER NOT NULL CHECK (expiresAt > requestedAt),
      status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'expired')),
      checker TEXT REFERENCES operator CHECK (checker IS NOT maker),
      decidedAt INTEGER,
      CHECK ((status = 'pending') = (decidedAt IS NULL)),
      CHECK ((status IN ('accepted', 'rejected')) = (checker IS NOT NULL))
    ) STRICT;
    CREATE INDEX approvalByStatus ON approval (status, expiresAt);
    CREATE TRIGGER approvalIsDecidedOnce BEFORE UPDATE ON approval
      WHEN OLD.status IS NOT 'pending'
      BEGIN SELECT RAISE(ABORT, 'an approval is decided once'); END;
    CREATE TRIGGER approvalKeepsItsPlan BEFORE UPDATE OF command, idempotencyKey, pan, revision,
        maker, requestedAt, expiresAt ON approval
      BEGIN SELECT RAISE(ABORT, 'an approval is for the act that was asked for'); END;
    CREATE TRIGGER approvalStays BEFORE DELETE ON approval
      BEGIN SELECT RAISE(ABORT, 'an approval is never forgotten'); END;

    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      payload TEXT NOT NULL,
      sequence INTEGER NOT NULL REFERENCES audit,
      dueAt INTEGER NOT NULL,
      doneAt INTEGER
    ) STRICT;
    CREATE INDEX outboxWaiting ON outbox (dueAt) WHERE doneAt IS NULL;
    CREATE TRIGGER outboxKeeps BEFORE DELETE ON outbox
      BEGIN SELECT RAISE(ABORT, 'what was sent is never forgotten'); END;
    CREATE TRIGGER outboxIsDoneOnce BEFORE UPDATE ON outbox
      WHEN OLD.doneAt IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'what was sent is not sent again'); END;

    """
}
