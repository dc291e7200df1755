extension StepList {
  mutating func constant(_ value: Int64) -> NumberValue {
    NumberValue(
      isReal: false, make(ColumnOperation(code: .integerConstant, immediate: value)))
  }

  mutating func constant(_ value: Double) -> NumberValue {
    NumberValue(isReal: true, make(Self.with(.realConstant, constant: value)))
  }

  static func with(
    _ code: ColumnOperation.Code, _ place: ColumnOperation.Place = .none, constant: Double
  ) -> ColumnOperation {
    ColumnOperation(code: code, a: place, immediate: Int64(bitPattern: constant.bitPattern))
  }

  /// The same number in reals.
  mutating func real(_ value: NumberValue) -> NumberValue {
    guard !value.isReal else { return value }
    let low = make(ColumnOperation(code: .realOfInteger, a: value.low))
    let high = make(ColumnOperation(code: .realOfInteger, a: value.high))
    return NumberValue(isReal: true, low: low, high: high)
  }

  // MARK: - Comparisons

  /// Compares with a constant.
  mutating func compare(
    _ comparison: Comparison, _ value: NumberValue, _ constant: Double
  ) -> MaskValue {
    if comparison == .notEqual { return not(compare(.equal, value, constant)) }
    if comparison == .equal {
      guard value.low != value.high else { return MaskValue(equal(value, constant)) }
      let low = compare(.lessOrEqual, value, constant)
      let high = compare(.greaterOrEqual, value, constant)
      return and(low, high)
    }
    let looksUp = comparison == .less || comparison == .lessOrEqual
    let certain = bound(comparison, looksUp ? value.high : value.low, constant, value.isReal)
    let possible = bound(comparison, looksUp ? value.low : value.high, constant, value.isReal)
    return MaskValue(certain, possible)
  }

  private mutating func equal(_ value: NumberValue, _ constant: Double) -> MaskValue.Mask {
    if value.isReal { return mask(Self.with(.realEqual, value.low, constant: constant)) }
    guard let whole = Int64(exactly: constant) else { return .constant(false) }
    return mask(ColumnOperation(code: .integerEqual, a: value.low, immediate: whole))
  }

  private mutating func bound(
    _ comparison: Comparison, _ place: ColumnOperation.Place, _ constant: Double, _ isReal: Bool
  ) -> MaskValue.Mask {
    guard isReal else { return integerBound(comparison, place, constant) }
    let code: ColumnOperation.Code =
      switch comparison {
      case .less: .realLess
      case .lessOrEqual: .realAtMost
      case .greater: .realGreater
      case .greaterOrEqual: .realAtLeast
      case .equal, .notEqual: .realEqual
      }
    return mask(Self.with(code, place, constant: constant))
  }

  /// Of whole numbers, `< 3` is `<= 2`, and `<= 2.5` too.
  private mutating func integerBound(
    _ comparison: Comparison, _ place: ColumnOperation.Place, _ constant: Double
  ) -> MaskValue.Mask {
    let isUpper = comparison == .less || comparison == .lessOrEqual
    // Bounds beyond all whole numbers decide by themselves.
    guard constant < 0x1p63 else { return .constant(isUpper) }
    guard constant >= -0x1p63 else { return .constant(!isUpper) }
    let isWhole = constant.rounded(.down) == constant
    let limit: Int64
    switch comparison {
    case .less: limit = isWhole ? Int64(constant) &- 1 : Int64(constant.rounded(.down))
    case .lessOrEqual: limit = Int64(constant.rounded(.down))
    case .greater: limit = Int64(constant.rounded(.down)) &+ 1
    default: limit = isWhole ? Int64(constant) : Int64(constant.rounded(.down)) &+ 1
    }
    return mask(
      ColumnOperation(
        code: isUpper ? .integerAtMost : .integerAtLeast, a: place, immediate: limit))
  }

  /// Compares two numbers.
  mutating func compare(
    _ comparison: Comparison, _ left: NumberValue, _ right: NumberValue
  ) -> MaskValue {
    guard left.isReal == right.isReal else { return compare(comparison, real(left), real(right)) }
    switch comparison {
    case .less, .lessOrEqual:
      return MaskValue(
        pair(comparison, left.high, right.low, left.isReal),
        pair(comparison, left.low, right.high, left.isReal))
    case .greater, .greaterOrEqual: return compare(comparison.mirrored, right, left)
    case .notEqual: return not(compare(.equal, left, right))
    case .equal:
      let one = pair(.equal, left.low, right.high, left.isReal)
      let two = pair(.equal, left.high, right.low, left.isReal)
      guard left.low != left.high || right.low != right.high else { return MaskValue(one) }
      let below = pair(.lessOrEqual, left.low, right.high, left.isReal)
      let above = pair(.lessOrEqual, right.low, left.high, left.isReal)
      return MaskValue(and(one, two), and(below, above))
    }
  }

  private mutating func pair(
    _ comparison: Comparison, _ left: ColumnOperation.Place, _ right: ColumnOperation.Place,
    _ isReal: Bool
  ) -> MaskValue.Mask {
    let code: ColumnOperation.Code =
      switch comparison {
      case .less: isReal ? .realsLess : .integersLess
      case .lessOrEqual: isReal ? .realsAtMost : .integersAtMost
      default: isReal ? .realsEqual : .integersEqual
      }
    return mask(ColumnOperation(code: code, a: left, b: right))
  }

  // MARK: - Choices

  /// The first number where the condition holds, else the second; where that is undecided, a
  /// bracket around both.
  mutating func choice(
    _ condition: MaskValue, _ first: NumberValue, _ second: NumberValue
  ) -> NumberValue {
    guard first.isReal == second.isReal else {
      return choice(condition, real(first), real(second))
    }
    let low = choice(condition, first.low, second.low, first.isReal, isLow: true)
    let high = choice(condition, first.high, second.high, first.isReal, isLow: false)
    return NumberValue(isReal: first.isReal, low: low, high: high)
  }

  private mutating func choice(
    _ condition: MaskValue, _ first: ColumnOperation.Place, _ second: ColumnOperation.Place,
    _ isReal: Bool, isLow: Bool
  ) -> ColumnOperation.Place {
    let choice: ColumnOperation.Code = isReal ? .realChoice : .integerChoice
    let certain = place(condition.certain)
    var rest = second
    if condition.certain != condition.possible {
      let outer: ColumnOperation.Code =
        isReal ? (isLow ? .realMin : .realMax) : (isLow ? .integerMin : .integerMax)
      let bound = make(ColumnOperation(code: outer, a: first, b: second))
      rest = make(
        ColumnOperation(code: choice, a: place(condition.possible), b: bound, c: second))
    }
    return make(ColumnOperation(code: choice, a: certain, b: first, c: rest))
  }

  // MARK: - Arithmetic, in reals

  mutating func arithmetic(
    _ sign: Arithmetic, _ left: NumberValue, _ right: Double
  ) -> NumberValue {
    switch sign {
    case .plus: return both(.realPlusConstant, left, right, turns: false)
    case .minus: return both(.realPlusConstant, left, -right, turns: false)
    case .times: return both(.realTimesConstant, left, right, turns: right < 0)
    case .divided: return both(.realOverConstant, left, right, turns: right < 0)
    }
  }

  mutating func arithmetic(
    _ sign: Arithmetic, _ left: Double, _ right: NumberValue
  ) -> NumberValue {
    switch sign {
    case .plus, .times: arithmetic(sign, right, left)
    case .minus: both(.constantMinusReal, right, left, turns: true)
    case .divided: arithmetic(sign, constant(left), right)
    }
  }

  /// One step for each bound; a step that turns the order makes the low one of the high one.
  private mutating func both(
    _ code: ColumnOperation.Code, _ value: NumberValue, _ constant: Double, turns: Bool
  ) -> NumberValue {
    let one = make(Self.with(code, value.low, constant: constant))
    let two = make(Self.with(code, value.high, constant: constant))
    return NumberValue(isReal: true, low: turns ? two : one, high: turns ? one : two)
  }

  mutating func arithmetic(
    _ sign: Arithmetic, _ left: NumberValue, _ right: NumberValue
  ) -> NumberValue {
    switch sign {
    case .plus:
      let low = make(ColumnOperation(code: .realsPlus, a: left.low, b: right.low))
      let high = make(ColumnOperation(code: .realsPlus, a: left.high, b: right.high))
      return NumberValue(isReal: true, low: low, high: high)
    case .minus:
      let low = make(ColumnOperation(code: .realsMinus, a: left.low, b: right.high))
      let high = make(ColumnOperation(code: .realsMinus, a: left.high, b: right.low))
      return NumberValue(isReal: true, low: low, high: high)
    case .times: return around(.productLow, .productHigh, left, right)
    case .divided: return around(.quotientLow, .quotientHigh, left, right)
    }
  }

  private mutating func around(
    _ low: ColumnOperation.Code, _ high: ColumnOperation.Code, _ left: NumberValue,
    _ right: NumberValue
  ) -> NumberValue {
    var operation = ColumnOperation(
      code: low, a: left.low, b: left.high, c: right.low, d: right.high)
    let lowPlace = make(operation)
    operation.code = high
    return NumberValue(isReal: true, low: lowPlace, high: make(operation))
  }
}
