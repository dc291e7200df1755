internal import CardCore

/// All nodes of a rule set, each one once: what two rules both say is computed once.
///
/// Nodes are made by the functions below, which settle what constants decide.
struct NodePool: Sendable {
  private(set) var nodes: [RuleNode] = []
  private var ids: [RuleNode: RuleNode.ID] = [:]

  /// The windows that are asked for, each one once.
  private(set) var aggregates: [AggregateDemand] = []

  /// What explanations call a node that has a name of its own.
  private(set) var labels: [RuleNode.ID: String] = [:]

  subscript(id: RuleNode.ID) -> RuleNode { nodes[id] }

  mutating func add(_ node: RuleNode) -> RuleNode.ID {
    if let id = ids[node] { return id }
    nodes.append(node)
    ids[node] = nodes.count - 1
    return nodes.count - 1
  }

  /// Where a node stands, if it is in the pool.
  func find(_ node: RuleNode) -> RuleNode.ID? { ids[node] }

  /// The nodes that a node works on, the condition of its window among them.
  func operands(of id: RuleNode.ID) -> [RuleNode.ID] {
    switch nodes[id] {
    case .comparison(_, let left, let right), .arithmetic(_, let left, let right): [left, right]
    case .all(let parts), .any(let parts): parts
    case .not(let inner), .possibly(let inner): [inner]
    case .choice(let condition, let first, let second): [condition, first, second]
    case .aggregate(let index): aggregates[index].condition.map { [$0] } ?? []
    default: []
    }
  }

  mutating func label(_ id: RuleNode.ID, _ name: String) {
    if labels[id] == nil { labels[id] = name }
  }

  /// The constant truth value of a node, if it has one.
  func truth(_ id: RuleNode.ID) -> Bool? {
    if case .truth(let value) = nodes[id] { value } else { nil }
  }

  /// The constant value of a number, if it has one.
  func constant(_ id: RuleNode.ID) -> Double? {
    switch nodes[id] {
    case .integer(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }
}

// MARK: - Conditions

extension NodePool {
  mutating func not(_ id: RuleNode.ID) -> RuleNode.ID {
    switch nodes[id] {
    case .truth(let value): add(.truth(!value))
    case .not(let inner): inner
    default: add(.not(id))
    }
  }

  mutating func all(_ ids: [RuleNode.ID]) -> RuleNode.ID {
    join(ids, neutral: true) {
      .all($0)
    } parts: {
      if case .all(let parts) = $0 { parts } else { nil }
    }
  }

  mutating func any(_ ids: [RuleNode.ID]) -> RuleNode.ID {
    join(ids, neutral: false) {
      .any($0)
    } parts: {
      if case .any(let parts) = $0 { parts } else { nil }
    }
  }

  /// Joins conditions, leaving out repeated ones and constants that do not decide.
  private mutating func join(
    _ ids: [RuleNode.ID], neutral: Bool, _ make: ([RuleNode.ID]) -> RuleNode,
    parts: (RuleNode) -> [RuleNode.ID]?
  ) -> RuleNode.ID {
    var joined: [RuleNode.ID] = []
    for id in ids.flatMap({ parts(nodes[$0]) ?? [$0] }) {
      if let value = truth(id) {
        if value == neutral { continue }
        return id
      }
      if !joined.contains(id) { joined.append(id) }
    }
    switch joined.count {
    case 0: return add(.truth(neutral))
    case 1: return joined[0]
    default: return add(make(joined))
    }
  }

  mutating func possibly(_ id: RuleNode.ID) -> RuleNode.ID {
    truth(id) == nil ? add(.possibly(id)) : id
  }

  mutating func comparison(
    _ comparison: Comparison, _ left: RuleNode.ID, _ right: RuleNode.ID
  ) -> RuleNode.ID {
    if let left = constant(left), let right = constant(right) {
      return add(.truth(comparison.holds(left, right)))
    }
    if constant(left) != nil { return add(.comparison(comparison.mirrored, right, left)) }
    return add(.comparison(comparison, left, right))
  }
}

extension Comparison {
  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .equal: left == right
    case .notEqual: left != right
    }
  }
}

// MARK: - Numbers

extension NodePool {
  /// A constant: a whole number where it is one.
  mutating func constant(_ value: Double) -> RuleNode.ID {
    if value.magnitude < 0x1p53, Double(Int64(value)) == value {
      return add(.integer(Int64(value)))
    }
    return add(.real(value))
  }

  mutating func arithmetic(
    _ sign: Arithmetic, _ left: RuleNode.ID, _ right: RuleNode.ID
  ) -> RuleNode.ID {
    if let left = constant(left), let right = constant(right), sign != .divided || right != 0 {
      return constant(sign.result(left, right))
    }
    if sign == .times, constant(left) == 0 || constant(right) == 0 { return add(.integer(0)) }
    return add(.arithmetic(sign, left, right))
  }

  /// Asks for a window, and raises to how many values it must be exact.
  mutating func aggregate(_ demand: AggregateDemand) -> RuleNode.ID {
    let index =
      aggregates.firstIndex { $0.isSame(as: demand) }
      ?? {
        aggregates.append(demand)
        return aggregates.count - 1
      }()
    let maximum = max(aggregates[index].distinctMaximum, demand.distinctMaximum)
    aggregates[index].distinctMaximum = maximum
    return add(.aggregate(index))
  }

  /// Sees to it that a count of different values is exact up to `maximum`.
  mutating func requireDistinct(_ aggregate: Int, exactTo maximum: Int) {
    let known = aggregates[aggregate].distinctMaximum
    aggregates[aggregate].distinctMaximum = max(known, maximum)
  }
}

extension Arithmetic {
  func result(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .divided: left / right
    }
  }
}
