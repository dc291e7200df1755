public import CardCore
internal import Foundation
internal import GRDB

extension Registry {
  /// Makes someone an operator, or gives an operator other roles.
  ///
  /// - Parameters:
  ///   - person: The name and the roles from now on.
  ///   - supervisor: Who does it.
  ///   - time: Now.
  /// - Throws: ``RegistryError/Code/notAllowed`` unless a supervisor does it.
  public func set(
    _ person: Operator, by supervisor: String, at time: Instant, isDryRun: Bool = false
  ) throws(RegistryError) {
    let name = try Operator.checked(person.name)
    guard !person.roles.isEmpty else {
      throw RegistryError(.badValue, "an operator has a role at least")
    }
    try file.run(isDryRun: isDryRun) { db in
      let roles = try Operator.roles(of: supervisor, in: db)
      guard roles.contains(.supervisor) else {
        throw RegistryError(.notAllowed, "operators are made by a supervisor")
      }
      try person.store(in: db)
      let trail = AuditTrail(db: db, keys: keys)
      _ = try trail.append(at: time, about: ["operator:\(name)"]) { writer in
        writer.field("act", "setOperator")
        writer.field("operator", supervisor)
        writer.field("name", name)
        writer.beginArray("roles")
        for role in person.roles.map(\.rawValue).sorted() { writer.string(role) }
        writer.endArray()
      }
    }
  }

  /// All operators by name.
  public func operators() throws(RegistryError) -> [Operator] {
    try file.read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT operator, role FROM operatorRole ORDER BY operator, role")
      return Dictionary(grouping: rows) { $0[0] as String }.sorted { $0.key < $1.key }.map {
        Operator(name: $0.key, roles: Set($0.value.compactMap { Role(rawValue: $0[1]) }))
      }
    }
  }
}

extension Operator {
  /// The roles of the operator of that name.
  ///
  /// - Throws: ``RegistryError/Code/unknownOperator`` if there is none.
  static func roles(of name: String, in db: Database) throws -> Set<Role> {
    let statement = try db.cachedStatement(
      sql: """
        SELECT role FROM operatorRole JOIN operator ON operator.name = operatorRole.operator
        WHERE operator = ? AND isActive
        """)
    let roles = try String.fetchAll(statement, arguments: [name])
    guard !roles.isEmpty else {
      throw RegistryError(.unknownOperator, "you are no operator of this registry")
    }
    return Set(roles.compactMap(Role.init(rawValue:)))
  }
}

extension Operator {
  /// Asks that the operator of that name has one of `roles`.
  ///
  /// - Throws: ``RegistryError/Code/unknownOperator``, ``RegistryError/Code/notAllowed``.
  static func demand(_ roles: [Role], of name: String, in db: Database) throws {
    guard try !self.roles(of: name, in: db).isDisjoint(with: roles) else {
      let names = roles.map(\.rawValue).joined(separator: " or ")
      throw RegistryError(.notAllowed, "your role may not do it: it takes a \(names)")
    }
  }
}
