/// One step of a program: a loop over the rows of a slice, from columns into a column.
///
/// What is undecided does not exist here: a bracket is two numbers and a three-valued condition two
/// masks, each computed by steps of its own.
struct ColumnOperation: Hashable, Sendable {
  var code: Code
  /// Where the step reads: a place of the kind that the code says.
  var a = Place.none
  var b = Place.none
  var c = Place.none
  var d = Place.none
  /// A constant, of a real the bit pattern; of a table its number.
  var immediate: Int64 = 0
  var secondImmediate: Int64 = 0

  enum Code: UInt8, Hashable, Sendable {
    // Integers with a constant, to a mask.
    case integerEqual, integerNotEqual, integerAtMost, integerAtLeast, integerWithin, integerIn
    // Two integers, to a mask.
    case integersEqual, integersLess, integersAtMost
    // Reals with a constant, to a mask.
    case realEqual, realLess, realAtMost, realGreater, realAtLeast
    // Two reals, to a mask.
    case realsEqual, realsLess, realsAtMost
    // Masks.
    case maskAnd, maskOr, maskNot, maskCopy, maskConstant
    // Integers.
    case integerConstant, integerChoice, integerMin, integerMax
    // Reals.
    case realConstant, realOfInteger, realChoice, realMin, realMax
    case realPlusConstant, realTimesConstant, realOverConstant, constantMinusReal
    case realsPlus, realsMinus
    // Products and quotients of two brackets: a…b by c…d.
    case productLow, productHigh, quotientLow, quotientHigh

    /// The kind of the column that the step fills.
    var result: ColumnLayout.Kind {
      switch self {
      case .integerConstant, .integerChoice, .integerMin, .integerMax: .integer
      case .realConstant, .realOfInteger, .realChoice, .realMin, .realMax, .realPlusConstant,
        .realTimesConstant, .realOverConstant, .constantMinusReal, .realsPlus, .realsMinus,
        .productLow, .productHigh, .quotientLow, .quotientHigh:
        .real
      default: .mask
      }
    }

    /// The kinds of the columns that the step reads as `a`, `b`, `c`, `d`.
    var operands: [ColumnLayout.Kind] {
      switch self {
      case .integerEqual, .integerNotEqual, .integerAtMost, .integerAtLeast, .integerWithin,
        .integerIn, .realOfInteger:
        [.integer]
      case .integersEqual, .integersLess, .integersAtMost, .integerMin, .integerMax:
        [.integer, .integer]
      case .realEqual, .realLess, .realAtMost, .realGreater, .realAtLeast, .realPlusConstant,
        .realTimesConstant, .realOverConstant, .constantMinusReal:
        [.real]
      case .realsEqual, .realsLess, .realsAtMost, .realMin, .realMax, .realsPlus, .realsMinus:
        [.real, .real]
      case .maskAnd, .maskOr: [.mask, .mask]
      case .maskNot, .maskCopy: [.mask]
      case .maskConstant, .integerConstant, .realConstant: []
      case .integerChoice: [.mask, .integer, .integer]
      case .realChoice: [.mask, .real, .real]
      case .productLow, .productHigh, .quotientLow, .quotientHigh: [.real, .real, .real, .real]
      }
    }
  }

  /// A column of the block, or one of the evaluator's own of a slice's length.
  struct Place: Hashable, Sendable {
    private let code: Int32

    static let none = Place(code: .min)

    private init(code: Int32) { self.code = code }

    static func column(_ index: Int) -> Place { Place(code: Int32(index)) }
    static func temporary(_ index: Int) -> Place { Place(code: -1 - Int32(index)) }

    var isTemporary: Bool { code < 0 }
    var index: Int { Int(code < 0 ? -1 - code : code) }
  }
}

/// A step with the place of its result.
struct ColumnStep: Hashable, Sendable {
  var operation: ColumnOperation
  var result: ColumnOperation.Place
}
