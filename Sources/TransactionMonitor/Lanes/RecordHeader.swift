/// How each record begins:
///
///     byte   0..15   16..22        23                                     24         25
///            key     newest time   version, and bit 7: has overflowed     ring head  ring count
enum RecordHeader {
  static let keyByteCount = 16
  static let byteCount = 26

  /// Goes up when the meaning of any byte changes.
  static let version: UInt8 = 3

  /// The version that a record was written in; 0 in a record that holds nothing.
  static func version(in bytes: [UInt8]) -> UInt8 { bytes[23] & 0x7F }
}

extension RecordBytes {
  /// The greatest time of any row that the record has seen.
  @inline(__always)
  var newest: Moment {
    get { Moment(count: load(UInt64.self, at: 16) & Self.momentMask) }
    nonmutating set {
      store(load(UInt64.self, at: 16) & ~Self.momentMask | newValue.count, at: 16)
    }
  }

  /// 0 in a record that holds nothing.
  @inline(__always)
  var version: UInt8 {
    get { load(UInt8.self, at: 23) & 0x7F }
    nonmutating set { store(load(UInt8.self, at: 23) & 0x80 | newValue, at: 23) }
  }

  /// The place of the newest event in the ring, 0 to 15.
  @inline(__always)
  var ringHead: Int {
    get { Int(load(UInt8.self, at: 24) & 15) }
    nonmutating set { store(UInt8(truncatingIfNeeded: newValue & 15), at: 24) }
  }

  /// How many events the ring holds, 0 to 16.
  @inline(__always)
  var ringCount: Int {
    get { min(Int(load(UInt8.self, at: 25)), Ring.capacity) }
    nonmutating set { store(UInt8(truncatingIfNeeded: newValue), at: 25) }
  }

  /// Whether events have left the ring before their time, so that there is an overflow record.
  @inline(__always)
  var hasOverflowed: Bool {
    get { load(UInt8.self, at: 23) & 0x80 != 0 }
    nonmutating set { store(load(UInt8.self, at: 23) & 0x7F | (newValue ? 0x80 : 0), at: 23) }
  }

  // MARK: - Numbers of seven bytes

  /// The times of all years to 9999 take 56 bits.
  private static let momentMask: UInt64 = 1 << 56 - 1

  @inline(__always)
  func loadSeven(at offset: Int) -> UInt64 {
    UInt64(load(UInt32.self, at: offset)) | UInt64(load(UInt16.self, at: offset &+ 4)) &<< 32
      | UInt64(load(UInt8.self, at: offset &+ 6)) &<< 48
  }

  @inline(__always)
  func storeSeven(_ value: UInt64, at offset: Int) {
    store(UInt32(truncatingIfNeeded: value), at: offset)
    store(UInt16(truncatingIfNeeded: value &>> 32), at: offset &+ 4)
    store(UInt8(truncatingIfNeeded: value &>> 48), at: offset &+ 6)
  }
}
