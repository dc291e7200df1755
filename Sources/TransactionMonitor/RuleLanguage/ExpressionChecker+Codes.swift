internal import CardCore

extension ExpressionChecker {
  /// The fact that a name stands for, if it holds a code.
  func codeFact(_ syntax: Syntax) -> Fact? {
    guard case .name(let name) = syntax.kind, let fact = Fact(name: name),
      case .code = fact.type
    else { return nil }
    return fact
  }

  /// A fact's code against a literal, another fact or what `last` gives.
  mutating func codeComparison(
    _ comparison: Comparison, _ fact: Fact, _ left: Syntax, _ right: Syntax, at offset: Int
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    try refuse(fact, at: left.offset)
    guard case .code(let kind) = fact.type else { preconditionFailure("a code has a kind") }
    try refuseOrder(comparison, kind, at: offset)
    if let other = codeFact(right), !isLiteral(right, of: kind) {
      return try twoFacts(comparison, fact, other, at: right.offset)
    }
    if let given = try codeAggregate(right) {
      return try codeComparison(comparison, number(right), given, left, at: offset)
    }
    let id = try test(fact, [Syntax.Item(first: right)], isComparison: true)
    return comparison == .equal ? id : pool.not(id)
  }

  /// A name such as `merchant` is a fact before it is a code.
  private func isLiteral(_ syntax: Syntax, of kind: RuleType.CodeKind) -> Bool {
    guard case .name(let name) = syntax.kind, Fact(name: name) == nil else { return false }
    return CodeReader(kind: kind).codes(name) != nil
  }

  private func refuseOrder(
    _ comparison: Comparison, _ kind: RuleType.CodeKind, at offset: Int
  ) throws(Lexer.Mistake) {
    guard comparison != .equal, comparison != .notEqual else { return }
    throw Lexer.Mistake(
      message: "\(kind.named) is neither less nor greater than another", offset: offset,
      suggestion: "write == or !=, or: in a list")
  }

  private mutating func twoFacts(
    _ comparison: Comparison, _ one: Fact, _ two: Fact, at offset: Int
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    try refuse(two, at: offset)
    guard case .code(let kind) = one.type, case .code(let other) = two.type, kind == other,
      !kind.isTested
    else {
      throw Lexer.Mistake(
        message: "\(one.type.named) is compared with \(two.type.named)", offset: offset,
        suggestion: "write \(one.type.named), such as \(one.type.example), on the other side")
    }
    return pool.comparison(comparison, pool.add(.code(one)), pool.add(.code(two)))
  }

  /// The code that `last` gives against a literal or the row's own.
  mutating func codeComparison(
    _ comparison: Comparison, _ last: Checked, _ kind: RuleType.CodeKind, _ other: Syntax,
    at offset: Int
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    try refuseOrder(comparison, kind, at: offset)
    if let fact = codeFact(other) {
      try refuse(fact, at: other.offset)
      guard case .code(kind) = fact.type else {
        throw Lexer.Mistake(
          message: "\(kind.named) is compared with \(fact.type.named)", offset: other.offset,
          suggestion: "write \(kind.named), such as \(kind.example), on the other side")
      }
      return pool.comparison(comparison, last.id, pool.add(.code(fact)))
    }
    guard case .numbers(let codes) = try codes(Syntax.Item(first: other), kind), codes.count == 1
    else {
      throw Lexer.Mistake(
        message: "expected \(kind.named)", offset: other.offset,
        suggestion: CodeReader(kind: kind).suggestion(for: ""))
    }
    return pool.comparison(comparison, last.id, pool.add(.integer(codes[0])))
  }

  /// Whether a fact's code is among some, written out or in lists.
  mutating func test(
    _ fact: Fact, _ items: [Syntax.Item], isComparison: Bool = false
  ) throws(Lexer.Mistake) -> RuleNode.ID {
    guard case .code(let kind) = fact.type else { preconditionFailure("a code has a kind") }
    var written: [CodeSet] = []
    var parts: [RuleNode.ID] = []
    for item in items {
      if item.last == nil, case .name(let name) = item.first.kind, let list = names.lists[name] {
        try refuseList(list, isComparison: isComparison, of: kind, at: item.first.offset)
        noteList(name)
        parts.append(test(fact, list))
      } else {
        written.append(try codes(item, kind))
      }
    }
    if let values = CodeSet.union(of: written) {
      parts.append(pool.add(.test(FactTest(fact: fact, values: values))))
    }
    return pool.any(parts)
  }

  private func refuseList(
    _ list: RuleList, isComparison: Bool, of kind: RuleType.CodeKind, at offset: Int
  ) throws(Lexer.Mistake) {
    guard !isComparison else {
      throw Lexer.Mistake(
        message: "\"\(list.name)\" is a list, not a value", offset: offset,
        suggestion: "write in \(list.name), or not in \(list.name)")
    }
    guard list.kind == kind else {
      throw Lexer.Mistake(
        message: "\(kind.named) is looked for in \"\(list.name)\", whose members are each "
          + list.kind.named,
        offset: offset, suggestion: "write \(list.kind.factName) in \(list.name)")
    }
  }

  private mutating func test(_ fact: Fact, _ list: RuleList) -> RuleNode.ID {
    let id = pool.add(.test(FactTest(fact: fact, values: list.values)))
    pool.label(id, "\(fact.name) in \(list.name)")
    guard let until = list.until else { return id }
    let time = pool.add(.time)
    let holds = pool.comparison(
      .less, time, pool.add(.integer(until.millisecondsSince1970)))
    pool.label(holds, "\(list.name) holds")
    return pool.all([id, holds])
  }

  /// The codes that an item of a list spells.
  private func codes(
    _ item: Syntax.Item, _ kind: RuleType.CodeKind
  ) throws(Lexer.Mistake) -> CodeSet {
    let reader = CodeReader(kind: kind)
    guard let first = spelling(item.first) else {
      throw Lexer.Mistake(
        message: "expected \(kind.named)", offset: item.first.offset,
        suggestion: reader.suggestion(for: ""))
    }
    let last = item.last.flatMap(spelling)
    if let codes = reader.codes(first, to: last), (item.last == nil) == (last == nil) {
      return codes
    }
    if case .name(let name) = item.first.kind, item.last == nil, Fact(name: name) == nil,
      let suggestion = listMeant(by: name, kind)
    {
      throw Lexer.Mistake(
        message: "\"\(name)\" is neither a list nor \(kind.named)", offset: item.first.offset,
        suggestion: suggestion)
    }
    // What stands there may be a card number: it is not repeated.
    throw Lexer.Mistake(
      message: item.last == nil ? "not \(kind.named)" : "not a range of codes",
      offset: item.first.offset, suggestion: reader.suggestion(for: first))
  }

  /// What to write instead of a name that is no list; nil where it may as well be a wrong code.
  private func listMeant(by name: String, _ kind: RuleType.CodeKind) -> String? {
    let lists = names.lists.values.filter { $0.kind == kind }.map(\.name).sorted()
    // Letters may be the code of a country, and are never one of these.
    let isNoCode = kind == .mcc || kind == .bin
    guard isNoCode || kind != .country || name.count > 3 else { return nil }
    let nearest = NearestName.nearest(to: name, among: names.lists.keys.sorted())
    let begun = lists.first { name.count > 2 && $0.lowercased().hasPrefix(name.lowercased()) }
    if let meant = nearest ?? begun { return "did you mean \(meant)?" }
    guard isNoCode else { return nil }
    return lists.isEmpty
      ? "no list has codes of this kind: add it under lists"
      : "the lists of this kind are \(lists.joined(separator: ", "))"
  }

  /// A literal as a text; nil for what is none.
  private func spelling(_ syntax: Syntax) -> String? {
    switch syntax.kind {
    case .number(let digits): digits
    case .quantity(let digits, let unit): unit == "%" ? nil : digits + unit
    case .text(let text), .name(let text): text
    default: nil
    }
  }
}
