import CardCore
import ISO8583

// How a payment becomes messages on the line.

extension Simulation {
  /// Sends the request of a payment and plans what follows on it.
  mutating func begin(
    _ payment: Payment, _ output: inout [UInt8]
  ) throws(SimulationError) {
    defer { truth.release(payment.fraud) }
    var draw = Draw(
      settings.seed, .fault, UInt64(bitPattern: payment.time), payment.number ^ 0x5A)
    guard !writer.isClearing else { return try clear(payment, &draw, &output) }
    var message = request(for: payment, noise: draw.bits())
    var outcome = payment.outcome
    guard apply(to: &message, &outcome, payment, &draw) else { return }
    if draw.chance(settings.rates[.stanGap]), let before = line.lastRequest {
      leaveGap(after: before, at: payment.time, of: draw.within(1...40), &message)
    }
    line.exchangeCount += 1
    let fault = message.isGarbled ? nil : wireFault(&draw)
    if let fault {
      message.fault = truth.begin(
        fault, "terminal", pool.terminalName(payment.terminal, of: payment.merchant),
        from: payment.time)
    }
    message = try emit(message, &output)
    // What nobody could read is not answered.
    if !message.isGarbled { follow(message, outcome, fault, payment, &draw) }
    if fault != nil { truth.release(message.fault) }
    if payment.isRetried { retry(payment, outcome, &draw) }
  }

  /// Presents a payment that was approved, as clearing files do.
  private mutating func clear(
    _ payment: Payment, _ draw: inout Draw, _ output: inout [UInt8]
  ) throws(SimulationError) {
    if payment.isRetried { retry(payment, payment.outcome, &draw) }
    guard payment.outcome == .approved else { return }
    var record = request(for: payment, noise: draw.bits())
    record.authorizationCode = UInt32(draw.below(1_000_000))
    line.exchangeCount += 1
    let fault = wireFault(&draw)
    guard let fault, fault == .duplicate || fault == .replay else {
      _ = try emit(record, &output)
      return
    }
    record.fault = truth.begin(
      fault, "terminal", pool.terminalName(payment.terminal, of: payment.merchant),
      from: payment.time)
    record = try emit(record, &output)
    repeated(record, fault, &draw)
    truth.release(record.fault)
  }

  /// Sends a message once more, soon or much later.
  private mutating func repeated(
    _ message: TrafficMessage, _ fault: TruthKind, _ draw: inout Draw
  ) {
    let range = fault == .duplicate ? 40...4_000 : 600_000...6 * 3_600_000
    copy(message, after: Int64(draw.within(range)))
  }

  private mutating func request(for payment: Payment, noise: UInt64) -> TrafficMessage {
    let city = City.all[Int(pool.merchants[payment.merchant].city)]
    let isForeign = city.currency != 978
    var shape = MessageShape(kind: .request, entry: payment.entry)
    shape.hasPIN = payment.hasPIN
    shape.hasBilling = isForeign
    var message = TrafficMessage(
      shape: shape, time: payment.time, sent: payment.time, occurred: payment.time,
      number: payment.number, expiry: payment.expiry, merchant: Int32(payment.merchant),
      terminal: payment.terminal, amount: payment.cents)
    message.sequenceNumber = payment.sequenceNumber
    message.isWithdrawal =
      Trade.all[Int(pool.merchants[payment.merchant].trade)].mcc == 6_011
    message.noise = noise
    message.fraud = payment.fraud
    message.occurred = localReading(payment.time, in: city)
    if isForeign {
      message.billing = payment.cents
      message.amount = max(1, Int64(Double(payment.cents) * city.rate))
    }
    return message
  }

  private mutating func leaveGap(
    after before: UInt64, at time: Int64, of count: Int, _ message: inout TrafficMessage
  ) {
    for _ in 0..<count { takeSTAN() }
    let episode = truth.begin(.stanGap, "all", "link", from: time)
    truth.note(episode, sequence: before, time: time)
    // The request behind the gap is the next message to pass.
    truth.note(episode, sequence: line.sequence, time: time)
    truth.release(episode)
  }

  private func wireFault(_ draw: inout Draw) -> TruthKind? {
    // One number decides, so that an exchange has one fault at most.
    var drawn = draw.unit()
    for kind in [TruthKind.duplicate, .replay, .lostAnswer, .missingReversal] {
      drawn -= settings.rates[kind]
      if drawn < 0 { return kind }
    }
    return nil
  }

  // MARK: - What follows on a request

  private mutating func follow(
    _ request: TrafficMessage, _ outcome: Outcome, _ fault: TruthKind?, _ payment: Payment,
    _ draw: inout Draw
  ) {
    let latency = Int64(60 + draw.below(260) + (draw.chance(0.03) ? draw.below(2_500) : 0))
    var answer = answer(to: request, outcome, after: latency)
    answer.authorizationCode = UInt32(draw.below(1_000_000))
    switch fault {
    case .duplicate?, .replay?:
      if let fault { repeated(request, fault, &draw) }
      answer.fault = -1
      send(answer)
    case .lostAnswer:
      reverse(request, outcome, after: Int64(draw.within(30_000...58_000)), hasTimedOut: true)
    case .missingReversal:
      guard draw.chance(0.5) else { return }
      let delay = Int64(draw.within(65_000...240_000))
      answer.time = request.time + delay
      answer.sent = answer.time
      (answer.outcome, answer.shape.isApproved) = (.approved, true)
      send(answer)
    default:
      send(answer)
      if outcome == .approved, payment.fraud < 0, draw.chance(0.004) {
        reverse(request, outcome, after: Int64(draw.within(5_000...240_000)), hasTimedOut: false)
      }
    }
  }

  private mutating func answer(
    to request: TrafficMessage, _ outcome: Outcome, after delay: Int64
  ) -> TrafficMessage {
    var answer = request
    let kind: MessageShape.Kind =
      switch request.shape.kind {
      case .reversal: .reversalAnswer
      case .advice: .adviceAnswer
      default: .answer
      }
    answer.shape = MessageShape(kind: kind)
    answer.shape.hasBilling = request.shape.hasBilling
    answer.shape.isApproved = outcome == .approved
    answer.outcome = outcome
    answer.time = request.time + delay
    answer.sent = answer.time
    answer.hasWrongMAC = false
    answer.isGarbled = false
    return answer
  }

  /// Has a message wait for its time, and its episodes for it.
  mutating func send(_ message: TrafficMessage) {
    for episode in [message.fraud, message.incident, message.fault] { truth.retain(episode) }
    pending.push(message, at: message.time)
  }

  private mutating func copy(_ request: TrafficMessage, after delay: Int64) {
    var copy = request
    copy.time += delay
    copy.isCopy = true
    send(copy)
  }

  private mutating func reverse(
    _ request: TrafficMessage, _ outcome: Outcome, after delay: Int64, hasTimedOut: Bool
  ) {
    var reversal = request
    reversal.shape = MessageShape(kind: .reversal)
    reversal.shape.hasBilling = request.shape.hasBilling
    reversal.originalSTAN = request.stan
    reversal.originalSent = request.sent
    reversal.stan = 0
    reversal.time += delay
    reversal.sent = reversal.time
    reversal.hasTimedOut = hasTimedOut
    send(reversal)
  }

  private mutating func retry(_ payment: Payment, _ outcome: Outcome, _ draw: inout Draw) {
    guard outcome == payment.outcome else { return }
    var again = payment
    again.time += Int64(draw.within(15_000...90_000))
    again.isRetried = outcome == .wrongPIN && draw.chance(0.1)
    again.outcome = again.isRetried ? .wrongPIN : .approved
    if outcome == .funds { again.cents = max(500, again.cents / 3) }
    planned.push(again, at: again.time)
  }

  // MARK: - On the line

  mutating func takeSTAN() { line.stan = line.stan % 999_999 + 1 }

  /// Six digits of the date and the hour, then the STAN.
  private mutating func rrn(of message: TrafficMessage) -> UInt64 {
    shown.take(message.occurred)
    let hour = UInt64(shown.millisecondOfDay) / 3_600_000
    let day = UInt64(shown.date.year % 10) * 1_000 + shown.dayOfYear
    return (day * 100 + hour) * 1_000_000 + UInt64(message.stan)
  }

  /// Writes a message whose time has come, and sends what answers it.
  mutating func pass(
    _ waiting: TrafficMessage, _ output: inout [UInt8]
  ) throws(SimulationError) {
    let message = try emit(waiting, &output)
    switch message.shape.kind {
    case .reversal: send(answer(to: message, .reversed, after: 140))
    case .advice: send(answer(to: message, .adviceTaken, after: 120))
    default: break
    }
    for episode in [message.fraud, message.incident, message.fault] { truth.release(episode) }
  }

  /// Numbers a message, if it has no number yet, and writes it.
  private mutating func emit(
    _ waiting: TrafficMessage, _ output: inout [UInt8]
  ) throws(SimulationError) -> TrafficMessage {
    var message = waiting
    if message.stan == 0 {
      takeSTAN()
      message.stan = line.stan
      // A reversal keeps the reference of its original.
      if message.rrn == 0 { message.rrn = rrn(of: message) }
    }
    try write(message, &output)
    return message
  }

  private mutating func write(
    _ message: TrafficMessage, _ output: inout [UInt8]
  ) throws(SimulationError) {
    scratch.removeAll(keepingCapacity: true)
    try writer.append(message, to: &scratch)
    if message.isGarbled { garbler.damage(&scratch, noise: message.noise) }
    let start = output.count
    try frame(message, &output)
    if message.isGarbled {
      truth.noteGarbled(message.incident, offset: line.byteCount)
    } else {
      for episode in [message.fraud, message.incident, message.fault] {
        truth.note(episode, sequence: line.sequence, time: message.time)
      }
      if !message.shape.kind.isAnswer, !message.isCopy { line.lastRequest = line.sequence }
      line.sequence += 1
    }
    line.messageCount += 1
    line.byteCount += UInt64(output.count - start)
  }

  private mutating func frame(
    _ message: TrafficMessage, _ output: inout [UInt8]
  ) throws(SimulationError) {
    guard settings.framing != .hexLines else {
      line.stamp.append(message.time, to: &output)
      output.append(contentsOf: message.shape.kind.isAnswer ? [0x3E, 0x20] : [0x3C, 0x20])
      for index in scratch.indices {
        output.append(FieldSlot.digit(scratch[index] >> 4))
        output.append(FieldSlot.digit(scratch[index] & 15))
      }
      return output.append(0x0A)
    }
    let message = scratch
    do throws(FramingError) {
      try framer.append(message.span, to: &output)
    } catch {
      throw .framingImpossible(name: settings.framing.name)
    }
  }

  /// What the clock of a terminal there shows.
  private mutating func localReading(_ time: Int64, in city: City) -> Int64 {
    let hour = time / 3_600_000
    if hour != line.zoneHour {
      line.zoneHour = hour
      line.zoneOffset = ZoneRule.paris.offsetMilliseconds(
        at: Instant(millisecondsSince1970: time))
    }
    return time + line.zoneOffset + city.zoneMinutes * 60_000
  }
}
