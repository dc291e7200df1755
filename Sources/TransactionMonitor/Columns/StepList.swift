/// Steps as they are made: the same step is never made twice.
struct StepList {
  private var operations: [ColumnOperation] = []
  private var made: [ColumnOperation: Int] = [:]
  /// Columns of the block that steps write: in which step, and where.
  private var stores: [Int: Int] = [:]

  /// The place of the result of a step, made now or before.
  mutating func make(_ operation: ColumnOperation) -> ColumnOperation.Place {
    if let index = made[operation] { return .temporary(index) }
    operations.append(operation)
    made[operation] = operations.count - 1
    return .temporary(operations.count - 1)
  }

  // MARK: - Masks

  mutating func mask(_ operation: ColumnOperation) -> MaskValue.Mask { .place(make(operation)) }

  mutating func and(_ left: MaskValue.Mask, _ right: MaskValue.Mask) -> MaskValue.Mask {
    switch (left, right) {
    case (.constant(let value), let other), (let other, .constant(let value)):
      value ? other : .constant(false)
    case (.place(let one), .place(let two)):
      one == two ? left : .place(make(Self.ordered(.maskAnd, one, two)))
    }
  }

  mutating func or(_ left: MaskValue.Mask, _ right: MaskValue.Mask) -> MaskValue.Mask {
    switch (left, right) {
    case (.constant(let value), let other), (let other, .constant(let value)):
      value ? .constant(true) : other
    case (.place(let one), .place(let two)):
      one == two ? left : .place(make(Self.ordered(.maskOr, one, two)))
    }
  }

  mutating func not(_ mask: MaskValue.Mask) -> MaskValue.Mask {
    switch mask {
    case .constant(let value): .constant(!value)
    case .place(let place): .place(make(ColumnOperation(code: .maskNot, a: place)))
    }
  }

  /// The order of two operands means nothing: one of the two is the form that is looked up.
  private static func ordered(
    _ code: ColumnOperation.Code, _ one: ColumnOperation.Place, _ two: ColumnOperation.Place
  ) -> ColumnOperation {
    let isInOrder = (one.isTemporary ? 1 : 0, one.index) <= (two.isTemporary ? 1 : 0, two.index)
    return ColumnOperation(code: code, a: isInOrder ? one : two, b: isInOrder ? two : one)
  }

  mutating func and(_ left: MaskValue, _ right: MaskValue) -> MaskValue {
    MaskValue(and(left.certain, right.certain), and(left.possible, right.possible))
  }

  mutating func or(_ left: MaskValue, _ right: MaskValue) -> MaskValue {
    MaskValue(or(left.certain, right.certain), or(left.possible, right.possible))
  }

  mutating func not(_ value: MaskValue) -> MaskValue {
    MaskValue(not(value.possible), not(value.certain))
  }

  /// The place of a mask, constants made into columns.
  mutating func place(_ mask: MaskValue.Mask) -> ColumnOperation.Place {
    switch mask {
    case .place(let place): place
    case .constant(let value):
      make(ColumnOperation(code: .maskConstant, immediate: value ? 1 : 0))
    }
  }

  /// Has a mask written into a column of the block: by the step that makes it, where that writes
  /// nowhere else yet.
  mutating func store(_ mask: MaskValue.Mask, in column: Int) {
    if case .place(let place) = mask, place.isTemporary, stores[place.index] == nil {
      stores[place.index] = column
      return
    }
    // The column is part of the step, so that no two stores are the same.
    var copy = ColumnOperation(code: .maskConstant, secondImmediate: Int64(column))
    switch mask {
    case .constant(let value): copy.immediate = value ? 1 : 0
    case .place(let place):
      copy.code = .maskCopy
      copy.a = place
    }
    operations.append(copy)
    stores[operations.count - 1] = column
  }

  // MARK: - Places

  /// The steps in order, results that are no longer read giving their room to later ones.
  func allocated(into layout: inout ColumnLayout) -> [ColumnStep] {
    let isRead = readSteps()
    var rooms = StepRooms(operations, isRead, stores)
    var steps: [ColumnStep] = []
    for (index, operation) in operations.enumerated() where isRead[index] {
      let moved = rooms.moved(operation)
      let result = rooms.result(of: index)
      steps.append(ColumnStep(operation: moved, result: result))
      rooms.release(at: index)
    }
    layout.integerCount = max(layout.integerCount, rooms.counts.integerCount)
    layout.realCount = max(layout.realCount, rooms.counts.realCount)
    layout.maskCount = max(layout.maskCount, rooms.counts.maskCount)
    return steps
  }

  /// Which steps lead to a store; constants can leave others behind.
  private func readSteps() -> [Bool] {
    var isRead = operations.indices.map { stores[$0] != nil }
    for index in operations.indices.reversed() where isRead[index] {
      for place in operations[index].reads where place.isTemporary { isRead[place.index] = true }
    }
    return isRead
  }
}

/// Which temporary column each result has, and from which step on it is free again.
private struct StepRooms {
  private let operations: [ColumnOperation]
  private var lastReads: [Int]
  private var rooms: [Int: Int] = [:]
  private var free: [ColumnLayout.Kind: [Int]] = [:]
  private var ending: [Int: [Int]] = [:]
  private(set) var counts = ColumnLayout()

  private let stores: [Int: Int]

  init(_ operations: [ColumnOperation], _ isRead: [Bool], _ stores: [Int: Int]) {
    self.operations = operations
    self.stores = stores
    lastReads = Array(operations.indices)
    for (index, operation) in operations.enumerated() where isRead[index] {
      for place in operation.reads where place.isTemporary { lastReads[place.index] = index }
    }
    for (index, last) in lastReads.enumerated() { ending[last, default: []].append(index) }
  }

  private func place(of place: ColumnOperation.Place) -> ColumnOperation.Place {
    guard place.isTemporary else { return place }
    return stores[place.index].map { .column($0) } ?? .temporary(rooms[place.index] ?? 0)
  }

  func moved(_ operation: ColumnOperation) -> ColumnOperation {
    var moved = operation
    let count = operation.code.operands.count
    if count > 0 { moved.a = place(of: operation.a) }
    if count > 1 { moved.b = place(of: operation.b) }
    if count > 2 { moved.c = place(of: operation.c) }
    if count > 3 { moved.d = place(of: operation.d) }
    return moved
  }

  mutating func result(of index: Int) -> ColumnOperation.Place {
    if let column = stores[index] { return .column(column) }
    let kind = operations[index].code.result
    let room = free[kind]?.popLast() ?? counts.addSingle(kind)
    rooms[index] = room
    return .temporary(room)
  }

  mutating func release(at index: Int) {
    for ended in ending[index] ?? [] {
      guard let room = rooms[ended] else { continue }
      free[operations[ended].code.result, default: []].append(room)
    }
  }
}

extension ColumnOperation {
  fileprivate var reads: [Place] { Array([a, b, c, d].prefix(code.operands.count)) }
}
