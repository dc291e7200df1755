/// How each record begins:
///
///     byte   0..15   16..23        24       25         26          27
///            key     newest time   version  ring head  ring count  bit 0: has overflowed
enum RecordHeader {
  static let keyByteCount = 16
  static let byteCount = 28

  /// Goes up when the meaning of any byte changes.
  static let version: UInt8 = 2
}

extension RecordBytes {
  /// The greatest time of any row that the record has seen.
  @inline(__always)
  var newest: Moment {
    get { Moment(count: load(at: 16)) }
    nonmutating set { store(newValue.count, at: 16) }
  }

  /// 0 in a record that holds nothing.
  @inline(__always)
  var version: UInt8 {
    get { load(at: 24) }
    nonmutating set { store(newValue, at: 24) }
  }

  /// The place of the newest event in the ring, 0 to 15.
  @inline(__always)
  var ringHead: Int {
    get { Int(load(UInt8.self, at: 25) & 15) }
    nonmutating set { store(UInt8(truncatingIfNeeded: newValue & 15), at: 25) }
  }

  /// How many events the ring holds, 0 to 16.
  @inline(__always)
  var ringCount: Int {
    get { min(Int(load(UInt8.self, at: 26)), Ring.capacity) }
    nonmutating set { store(UInt8(truncatingIfNeeded: newValue), at: 26) }
  }

  /// Whether events have left the ring before their time, so that there is an overflow record.
  @inline(__always)
  var hasOverflowed: Bool {
    get { load(UInt8.self, at: 27) & 1 != 0 }
    nonmutating set { store(newValue ? 1 as UInt8 : 0, at: 27) }
  }
}
