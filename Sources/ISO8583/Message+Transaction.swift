public import CardCore

extension Message {
  /// The transaction that this message tells, for a message looked at by itself.
  ///
  /// A log is read by one ``TransactionReader``, which tells the year of a message by those before
  /// and does not allocate.
  ///
  /// - Parameters:
  ///   - clock: The zones of its times, and the time that tells its year.
  ///   - place: Where it stands in its run.
  ///   - pan: Set to the card's number; nil if there is none.
  /// - Returns: nil if the MTI says nothing of a kind, as national and private versions do.
  /// - Throws: ``TransactionError`` if nothing says when it happened.
  public func transaction(
    clock: MessageClock, at place: MessagePlace = MessagePlace(sequence: 0), pan: inout PAN?
  ) throws(TransactionError) -> Transaction? {
    var reader = TransactionReader(for: parser, clock: clock)
    return try reader.read(bytes.span, table, at: place, pan: &pan)
  }
}
