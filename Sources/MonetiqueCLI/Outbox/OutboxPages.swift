import CardRegistry

/// The items that a filter chooses, a page at a time and each of them once: what is refused now
/// stays for another day.
struct OutboxPages {
  private let session: RegistrySession
  private var filter: OutboxFilter

  /// As many are recorded in one transaction.
  private static let itemsPerPage = 500

  init(_ filter: OutboxFilter, in session: RegistrySession) {
    self.filter = filter
    self.session = session
  }

  /// The next page; nil when all were given.
  mutating func next() throws(CommandError) -> [OutboxItem]? {
    let filter = self.filter
    let items = try session.perform { registry throws(RegistryError) in
      try registry.outbox(filter, countMax: Self.itemsPerPage)
    }
    guard let last = items.last else { return nil }
    self.filter.after = last.number
    return items
  }
}
