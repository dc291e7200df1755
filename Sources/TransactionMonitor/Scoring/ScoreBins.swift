internal import CardCore

/// Which cell of a table a value counts in.
enum ScoreBins {
  static let ratioCount = 40
  static let suspicionCount = 7
  static let historyCount = 4
  static let habitCount = ratioCount * suspicionCount * historyCount
  static let amountCount = 256

  private static let inverseLn2 = 0x1.71547652b82fep+0

  /// An amount over the usual one: all up to a half, then six bins an octave.
  @inline(__always)
  static func ratio(_ ratio: Double) -> Int {
    guard ratio > 0.5 else { return 0 }
    let bits = (ratio * 2).bitPattern
    return min(6 &* octave(bits) &+ sixth(bits & significand) &+ 1, ratioCount - 1)
  }

  /// An amount: all up to 1, then eight bins an octave.
  @inline(__always)
  static func amount(_ amount: Double) -> Int {
    guard amount > 1 else { return 0 }
    let bits = amount.bitPattern
    return min(8 &* octave(bits) &+ eighth(bits & significand) &+ 1, amountCount - 1)
  }

  private static let significand: UInt64 = 1 << 52 - 1

  /// How often a number over 1 can be halved, by its bits.
  @inline(__always)
  private static func octave(_ bits: UInt64) -> Int { Int(bits &>> 52) &- 1_023 }

  /// In which of six parts of an octave, each as large as the one before times ⁶√2, a significand
  /// lies.
  @inline(__always)
  private static func sixth(_ bits: UInt64) -> Int {
    (bits >= 0x1_F59A_C3C7_D6C0 ? 1 : 0) &+ (bits >= 0x4_28A2_F98D_728B ? 1 : 0)
      &+ (bits >= 0x6_A09E_667F_3BCD ? 1 : 0) &+ (bits >= 0x9_65FE_A53D_6E3C ? 1 : 0)
      &+ (bits >= 0xC_823E_074E_C129 ? 1 : 0)
  }

  /// The same of eight parts.
  @inline(__always)
  private static func eighth(_ bits: UInt64) -> Int {
    (bits >= 0x1_72B8_3C7D_517B ? 1 : 0) &+ (bits >= 0x3_06FE_0A31_B715 ? 1 : 0)
      &+ (bits >= 0x4_BFDA_D536_2A27 ? 1 : 0) &+ (bits >= 0x6_A09E_667F_3BCD ? 1 : 0)
      &+ (bits >= 0x8_ACE5_422A_A0DB ? 1 : 0) &+ (bits >= 0xA_E89F_995A_D3AD ? 1 : 0)
      &+ (bits >= 0xD_5818_DCFB_A487 ? 1 : 0)
  }

  /// The lowest ratio of a bin.
  static func ratioStart(_ bin: Int) -> Double {
    bin == 0 ? 0.25 : 0.5 * PortableMath.exp(Double(bin - 1) / (6 * inverseLn2))
  }

  @inline(__always)
  static func suspicion(_ suspicion: Double) -> Int {
    (suspicion >= 0.02 ? 1 : 0) &+ (suspicion >= 0.08 ? 1 : 0) &+ (suspicion >= 0.25 ? 1 : 0)
      &+ (suspicion >= 0.6 ? 1 : 0) &+ (suspicion >= 1.1 ? 1 : 0) &+ (suspicion >= 2 ? 1 : 0)
  }

  /// How much is known of a card.
  @inline(__always)
  static func history(_ count: UInt64) -> Int {
    (count >= 3 ? 1 : 0) &+ (count >= 8 ? 1 : 0) &+ (count >= 20 ? 1 : 0)
  }
}
