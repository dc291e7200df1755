import CardCore
import ISO8583

/// Card traffic whose frauds, faults and incidents are known.
///
///     var simulation = try Simulation(settings)
///     while try simulation.next(into: &log, upTo: 1 << 16) { … }
///
/// The same settings give the same bytes, whatever the pieces they are taken in. Memory holds the
/// merchants, eight bytes for each payment of one day, and what waits for its time; never the log.
///
/// Every card number is under a BIN published for tests: 497010, 424242, 555555 and 520082.
public struct Simulation {
  public let settings: SimulationSettings
  let maker: PurchaseMaker
  let pool: MerchantPool
  let portfolio: Portfolio
  var writer: MessageWriter
  var framer: FrameWriter
  var truth = TruthBook()
  var schedule = DaySchedule()
  /// Frauds and second tries to come.
  var planned = TimedHeap<Payment>()
  /// Answers and what follows on an exchange.
  var pending = TimedHeap<TrafficMessage>()
  var incidents: [Incident] = []
  var opposed: [Int: Opposition] = [:]
  var line = Line()
  var scratch: [UInt8] = []
  var shown = ShownDate()
  var garbler: Garbler
  private var isFinished = false

  /// What becomes of a card that was stolen or misused.
  struct Opposition {
    /// From when on its holder does not use it.
    var lost: Int64
    /// From when on the issuer refuses it.
    var opposed: Int64
    var outcome: Outcome
  }

  /// The state of the line that all messages pass by.
  struct Line {
    var stan: UInt32 = 0
    var sequence: UInt64 = 0
    var byteCount: UInt64 = 0
    var lastRequest: UInt64?
    var messageCount: UInt64 = 0
    var exchangeCount: UInt64 = 0
    /// The difference of Paris from UTC in the hour of the last message.
    var zoneHour = Int64.min
    var zoneOffset: Int64 = 0
    var stamp = StampWriter()
  }

  /// - Parameters:
  ///   - settings: What traffic to make.
  ///   - sealer: Computes MACs; nil for messages without DE 64.
  /// - Throws: ``SimulationError`` if the spec cannot write card traffic, or a pace is impossible.
  public init(
    _ settings: SimulationSettings, sealer: (any MessageSealer)? = nil
  ) throws(SimulationError) {
    guard settings.pace > 0, settings.pace <= 20 else { throw .paceImpossible(maximum: 20) }
    self.settings = settings
    pool = MerchantPool(seed: settings.seed, cardCount: settings.cardCount)
    portfolio = Portfolio(seed: settings.seed, cardCount: settings.cardCount)
    maker = PurchaseMaker(settings, pool, portfolio)
    writer = try MessageWriter(settings.parser, pool: pool, sealer: sealer)
    framer = FrameWriter(format: settings.framing)
    garbler = Garbler(settings.parser)
    truth.writeRun(settings, pool, end: endTime)
    loadDay(0)
  }

  /// Messages that were written, damaged ones too.
  public var messageCount: UInt64 { line.messageCount }

  /// Exchanges that were begun, each a request with what follows on it.
  public var exchangeCount: UInt64 { line.exchangeCount }

  /// Episodes of each kind that are over.
  public var episodeCounts: [TruthKind: Int] { truth.counts }

  /// The lines of the truth file since the last call.
  public mutating func takeTruth() -> [UInt8] { truth.takeLines() }

  /// Appends messages to `output` until it has `byteCount` bytes or more.
  ///
  /// - Returns: False when all has been written.
  public mutating func next(
    into output: inout [UInt8], upTo byteCount: Int
  ) throws(SimulationError) -> Bool {
    while output.count < byteCount {
      guard try step(&output) else {
        guard !isFinished else { return false }
        isFinished = true
        framer.finish(to: &output)
        return false
      }
    }
    return true
  }

  /// The first instant after the last day.
  var endTime: Int64 {
    let zone = ZoneRule.paris
    let reading = settings.start.adding(
      milliseconds: zone.offsetMilliseconds(at: settings.start)
        + Int64(settings.dayCount) * 86_400_000)
    return zone.instant(showing: reading).millisecondsSince1970
  }

  private mutating func loadDay(_ day: Int) {
    schedule.load(day, of: settings)
    schedule.settle()
    planFrauds()
    planIncidents()
  }

  /// Does the next thing that happens.
  private mutating func step(_ output: inout [UInt8]) throws(SimulationError) -> Bool {
    let purchase = schedule.next
    let purchaseTime = purchase?.time ?? schedule.end
    let waiting = pending.nextTime ?? .max
    let plannedTime = planned.nextTime ?? .max
    if waiting <= purchaseTime, waiting <= plannedTime {
      if let message = pending.pop() { try pass(message, &output) }
      return true
    }
    if plannedTime <= purchaseTime, plannedTime < schedule.end {
      if let payment = planned.pop() { try begin(payment, &output) }
      return true
    }
    if let purchase {
      schedule.advance()
      let (time, card, ordinal) = purchase
      if let loss = opposed[card], time >= loss.lost { return true }
      try begin(
        maker.payment(card: card, ordinal: ordinal, at: time, on: schedule), &output)
      return true
    }
    guard schedule.day + 1 < settings.dayCount else { return try drain(&output) }
    loadDay(schedule.day + 1)
    return true
  }

  /// After the last day: answers under way still pass, what lies farther off is dropped.
  private mutating func drain(_ output: inout [UInt8]) throws(SimulationError) -> Bool {
    while let payment = planned.pop() { truth.release(payment.fraud) }
    while let message = pending.pop() {
      if message.time < schedule.end + 120_000 {
        try pass(message, &output)
        return true
      }
      for episode in [message.fraud, message.incident, message.fault] { truth.release(episode) }
    }
    for incident in incidents { truth.release(incident.episode) }
    incidents.removeAll()
    return false
  }
}
