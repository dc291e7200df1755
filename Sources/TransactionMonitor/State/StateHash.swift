/// Hashes of records that can be added up in any order.
enum StateHash {
  /// 128 bits of a record's bytes, a word of eight at a time.
  static func hash(_ record: RecordBytes, seed: UInt64) -> UInt128 {
    var first = Mixing.spread(seed &+ 0x9E37_79B9_7F4A_7C15)
    var second = Mixing.spread(seed &+ 0xD1B5_4A32_D192_ED03)
    var offset = 0
    while offset < record.byteCount {
      let word: UInt64 = record.load(at: offset)
      first = step(first, word, 0xBF58_476D_1CE4_E5B9)
      second = step(second, word, 0x94D0_49BB_1331_11EB)
      offset &+= 8
    }
    return UInt128(Mixing.spread(first)) << 64 | UInt128(Mixing.spread(second))
  }

  @inline(__always)
  private static func step(_ state: UInt64, _ word: UInt64, _ factor: UInt64) -> UInt64 {
    let mixed = (state ^ word) &* factor
    return mixed ^ mixed &>> 29 ^ mixed &<< 23
  }
}
