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
  static func ratio(_ ratio: Double) -> Int {
    guard ratio > 0.5 else { return 0 }
    return octaves(ratio * 2, perOctave: 6, below: ratioCount)
  }

  /// An amount: all up to 1, then eight bins an octave.
  static func amount(_ amount: Double) -> Int {
    guard amount > 1 else { return 0 }
    return octaves(amount, perOctave: 8, below: amountCount)
  }

  private static func octaves(_ value: Double, perOctave: Double, below count: Int) -> Int {
    let place = perOctave * PortableMath.log(value) * inverseLn2
    return place < Double(count - 1) ? Int(place) + 1 : count - 1
  }

  /// The lowest ratio of a bin.
  static func ratioStart(_ bin: Int) -> Double {
    bin == 0 ? 0.25 : 0.5 * PortableMath.exp(Double(bin - 1) / (6 * inverseLn2))
  }

  private static let suspicionLimits = [0.02, 0.08, 0.25, 0.6, 1.1, 2]

  static func suspicion(_ suspicion: Double) -> Int {
    // Most cards are under the first one.
    if suspicion < 0.02 { return 0 }
    return suspicionLimits.firstIndex { suspicion < $0 } ?? suspicionLimits.count
  }

  /// How much is known of a card.
  static func history(_ count: UInt32) -> Int {
    count < 3 ? 0 : count < 8 ? 1 : count < 20 ? 2 : 3
  }
}
