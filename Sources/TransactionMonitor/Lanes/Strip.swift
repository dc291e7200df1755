/// Values side by side in memory that stays in place: working room of a lane, made once.
///
/// Whoever makes one frees it. Loops over them are the innermost there are, and run to counts that
/// are checked where they grow: single accesses are checked in debug builds.
@safe
struct Strip<Element: BitwiseCopyable> {
  private let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating value: Element, count: Int) {
    self.count = max(1, count)
    unsafe base = .allocate(capacity: self.count)
    unsafe base.initialize(repeating: value, count: self.count)
  }

  func deallocate() { unsafe base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count, "inside the strip")
      return unsafe base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count, "inside the strip")
      unsafe base[index] = newValue
    }
  }
}

extension Strip where Element: FixedWidthInteger {
  /// Sets the first so many values to zero.
  func clear(_ prefix: Int) {
    precondition(prefix >= 0 && prefix <= count, "inside the strip")
    unsafe base.update(repeating: 0, count: prefix)
  }
}

extension Strip where Element == UInt16 {
  /// Adds to the first so many values the bytes of a mask, each 0 or 1, moved up to a bit.
  func add(_ mask: UnsafePointer<UInt8>, bit: Int, _ prefix: Int) {
    precondition(prefix >= 0 && prefix <= count, "inside the strip")
    let shift = UInt16(truncatingIfNeeded: bit)
    for index in 0..<prefix { unsafe base[index] |= UInt16(mask[index]) &<< shift }
  }

  /// Writes sixteen values at once.
  @inline(__always)
  func store(_ values: SIMD16<UInt16>, at index: Int) {
    assert(index >= 0 && index <= count &- 16, "inside the strip")
    unsafe UnsafeMutableRawPointer(base + index).storeBytes(of: values, as: SIMD16<UInt16>.self)
  }
}
