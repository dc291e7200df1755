import CardCore

/// Which error classes count as the same: the standards leave it open which of them comes first.
struct ErrorEquivalence {
  private let groups: [[String]]

  /// The groups that a document names in `schema.errorEquivalence`, or the contract's own.
  init(_ document: JSONValue) throws(VectorFileError) {
    guard let form = document["schema"]?["errorEquivalence"] else {
      groups = Self.contract
      return
    }
    var groups: [[String]] = []
    for group in form.array ?? [form] {
      let names = group.array?.compactMap(\.string) ?? []
      guard !names.isEmpty, names.count == group.array?.count else {
        throw VectorFileError(
          .malformed(path: "schema.errorEquivalence", expected: "arrays of error classes"))
      }
      groups.append(names)
    }
    self.groups = groups
  }

  private static let contract = [
    ["keyBlockHeader", "keyBlockVersion", "keyBlockLength", "keyBlockEncoding"],
    ["invalidLength", "invalidDigits", "invalidRange", "invalidDomain"],
  ]

  /// Whether a case that expects `expected` holds with `found`.
  func isSame(_ found: String, _ expected: String) -> Bool {
    found == expected || groups.contains { $0.contains(found) && $0.contains(expected) }
  }
}
