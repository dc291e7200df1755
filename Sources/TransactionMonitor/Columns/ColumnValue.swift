/// A condition in columns: where it is certainly true, and where it may be.
struct MaskValue: Hashable {
  var certain: Mask
  /// The same as `certain` where the condition is always decided.
  var possible: Mask

  /// One two-valued mask.
  enum Mask: Hashable {
    case constant(Bool)
    case place(ColumnOperation.Place)
  }

  init(_ certain: Mask, _ possible: Mask) {
    self.certain = certain
    self.possible = possible
  }

  init(_ decided: Mask) {
    self.init(decided, decided)
  }
}

/// A number in columns: between which two it lies.
struct NumberValue: Hashable {
  var isReal: Bool
  var low: ColumnOperation.Place
  /// The same as `low` where the number is always exact.
  var high: ColumnOperation.Place

  init(isReal: Bool, low: ColumnOperation.Place, high: ColumnOperation.Place) {
    self.isReal = isReal
    self.low = low
    self.high = high
  }

  init(isReal: Bool, _ exact: ColumnOperation.Place) {
    self.init(isReal: isReal, low: exact, high: exact)
  }
}
