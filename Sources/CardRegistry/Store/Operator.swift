internal import GRDB

/// Someone who may act on a registry: a user of the operating system, with roles.
public struct Operator: Hashable, Sendable {
  /// The name of the user.
  public let name: String
  /// What the operator may be, at least one.
  public let roles: Set<Role>

  public init(name: String, roles: Set<Role>) {
    self.name = name
    self.roles = roles
  }

  /// - Throws: ``RegistryError/Code/badValue`` unless it is 1 to 64 printable ASCII characters
  ///   without blanks.
  static func checked(_ name: String) throws(RegistryError) -> String {
    guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw RegistryError(
        .badValue, "name of an operator: expected 1 to 64 ASCII characters without blanks")
    }
    return name
  }

  /// Adds the operator, or gives the one of that name these roles in place of others.
  func store(in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO operator (name, isActive) VALUES (?, 1)
        ON CONFLICT (name) DO UPDATE SET isActive = 1
        """, arguments: [name])
    try db.execute(sql: "DELETE FROM operatorRole WHERE operator = ?", arguments: [name])
    for role in roles.map(\.rawValue).sorted() {
      try db.execute(
        sql: "INSERT INTO operatorRole (operator, role) VALUES (?, ?)", arguments: [name, role])
    }
  }
}
