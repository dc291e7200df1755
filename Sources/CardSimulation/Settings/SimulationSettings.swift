public import CardCore
public import ISO8583

/// What traffic to make.
public struct SimulationSettings: Sendable {
  /// Names the traffic: the same settings and seed give the same bytes.
  public var seed: UInt64
  /// 1 to ``cardCountMaximum``.
  public var cardCount: Int
  /// 1 to 3,660.
  public var dayCount: Int
  /// Midnight in Paris of the first day.
  public var start: Instant
  /// Payments of a card in a day, on average: over 0 to 20.
  public var pace = 1.0
  public var mix = TrafficMix.standard
  public var rates = TrafficRates.standard
  /// What the messages are written under.
  public var parser: MessageParser
  public var framing: FrameFormat

  /// A card's place among the others has 28 bits.
  public static let cardCountMaximum = 1 << 28 - 1

  /// - Throws: ``SimulationError`` for a count that is out of range.
  public init(
    seed: UInt64, cardCount: Int, dayCount: Int, firstDay: Instant, parser: MessageParser,
    framing: FrameFormat
  ) throws(SimulationError) {
    self.seed = seed
    guard 1...Self.cardCountMaximum ~= cardCount else {
      throw .countImpossible(what: "cards", minimum: 1, maximum: Self.cardCountMaximum)
    }
    guard 1...3_660 ~= dayCount else {
      throw .countImpossible(what: "days", minimum: 1, maximum: 3_660)
    }
    self.cardCount = cardCount
    self.dayCount = dayCount
    self.parser = parser
    self.framing = framing
    start = ZoneRule.paris.instant(showing: firstDay)
  }
}
