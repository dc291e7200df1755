extension Migrations {
  /// `card.start` is how an import took a card in, which no event tells: with it the tables can be
  /// made again from the audit trail.
  ///
  /// It is null for cards that were ordered, and for those that were taken in before this step.
  static let cardStarts = """
    ALTER TABLE card ADD COLUMN start TEXT;
    CREATE TRIGGER cardKeepsItsStart BEFORE UPDATE OF start ON card
      WHEN NEW.start IS NOT OLD.start
      BEGIN SELECT RAISE(ABORT, 'how a card began never changes'); END;

    """
}
