/// Why a row of a log is no transaction: which value, and what it should have been.
struct RowError: Error {
  var field: MappedField
  /// What it should have been.
  var expected: String

  init(_ field: MappedField, _ expected: String) {
    self.field = field
    self.expected = expected
  }
}
