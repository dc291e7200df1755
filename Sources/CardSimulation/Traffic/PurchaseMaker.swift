import CardCore

/// Turns "this card is used now" into what is bought, where, how, and what the issuer says.
struct PurchaseMaker {
  let settings: SimulationSettings
  let pool: MerchantPool
  let portfolio: Portfolio
  private let start: CivilTime
  /// For each hour, working days then rest days: trades by weight.
  private let present: [[Double]]
  private let remote: [[Double]]
  private static let registers = [0.6, 0.18, 0.14, 0.08].cumulative

  init(_ settings: SimulationSettings, _ pool: MerchantPool, _ portfolio: Portfolio) {
    self.settings = settings
    self.pool = pool
    self.portfolio = portfolio
    start = settings.start.civil
    present = Self.weights(settings.mix, isRemote: false)
    remote = Self.weights(settings.mix, isRemote: true)
  }

  private static func weights(_ mix: TrafficMix, isRemote: Bool) -> [[Double]] {
    (0..<48).map { slot in
      Trade.all.map { trade in
        guard trade.isRemote == isRemote else { return 0 }
        let part = trade.weight(hour: slot % 24, isRestDay: slot >= 24)
        return trade.weight * mix.factor(of: trade) * part
      }.cumulative
    }
  }

  func holder(_ card: Int) -> Cardholder { Cardholder(card, seed: settings.seed, start: start) }

  /// The card as it is used in a month.
  func payment(by holder: Cardholder, at time: Int64) -> Payment {
    Payment(
      time: time, card: holder.card, number: portfolio.number(of: holder.card),
      expiry: holder.expiry(in: Instant(millisecondsSince1970: time).civil),
      sequenceNumber: holder.sequenceNumber, merchant: 0, terminal: 0, entry: .chip, cents: 0)
  }

  /// An honest payment.
  func payment(card: Int, ordinal: Int, at time: Int64, on schedule: DaySchedule) -> Payment {
    let holder = holder(card)
    var draw = Draw(
      settings.seed, .purchase, UInt64(card), UInt64(schedule.day) << 16 | UInt64(ordinal))
    var payment = payment(by: holder, at: time)
    let hour = schedule.hourOfDay(time)
    let slot = hour + (schedule.kind == .restDay ? 24 : 0)
    let share = min(0.95, holder.remoteShare * settings.mix.remoteFactor)
    let place = place(of: holder, day: schedule.day, hour: hour, &draw)
    if let place, !draw.chance(hour < 6 ? 0.8 : share), (present[slot].last ?? 0) > 0 {
      buy(at: place, slot, holder, &payment, &draw)
    } else {
      order(slot, holder, &payment, &draw)
    }
    decide(holder, &payment, &draw)
    return payment
  }

  /// Where the holder is; nil while travelling.
  private func place(
    of holder: Cardholder, day: Int, hour: Int, _ draw: inout Draw
  ) -> Int? {
    let trip = Trip(
      of: holder.card, onDay: day, seed: settings.seed, share: settings.mix.tripShare)
    if let trip { return trip.city(day: day, hour: hour, home: holder.city) }
    guard draw.chance(0.12) else { return holder.city }
    return (holder.city + draw.within(1...3)) % City.homeCount
  }

  // MARK: - In a shop

  private func buy(
    at place: Int, _ slot: Int, _ holder: Cardholder, _ payment: inout Payment,
    _ draw: inout Draw
  ) {
    let kind = draw.index(in: present[slot])
    let trade = Trade.all[kind]
    let shops = pool.merchants(of: kind, at: place)
    if draw.chance(0.7) {
      let favourite = Draw.key(
        settings.seed, .favourite, UInt64(holder.card), UInt64(kind << 2 | draw.below(3)))
      payment.merchant = shops.lowerBound + Int(favourite % UInt64(shops.count))
    } else {
      payment.merchant = shops.lowerBound + draw.below(shops.count)
    }
    payment.terminal = terminal(of: payment.merchant, &draw)
    payment.cents = cents(trade.amount(&draw) * holder.scale, trade, &draw)
    if trade.mcc == 6011 {
      (payment.entry, payment.hasPIN) = (.chip, true)
    } else if payment.cents <= 5_000
      ? draw.chance(holder.contactlessShare) : draw.chance(0.25 * holder.contactlessShare)
    {
      payment.entry = .contactless
    } else {
      (payment.entry, payment.hasPIN) = (.chip, !trade.isUnattended)
    }
    if draw.chance(settings.mix.fallbackShare), trade.mcc != 6011 {
      (payment.entry, payment.hasPIN) = (.fallback, false)
    }
  }

  func terminal(of merchant: Int, _ draw: inout Draw) -> UInt32 {
    let merchant = pool.merchants[merchant]
    return merchant.firstTerminal + UInt32(draw.below(Int(merchant.terminalCount)))
  }

  /// Prices as they are written; machines give whole tens.
  private func cents(_ amount: Double, _ trade: Trade, _ draw: inout Draw) -> Int64 {
    let cents = max(50, Int64(amount))
    if trade.mcc == 6011 { return min(max(1_000, (cents + 500) / 1_000 * 1_000), 100_000) }
    switch draw.below(4) {
    case 0: return cents / 100 * 100 + (cents < 100 ? 100 : 0)
    case 1: return cents / 100 * 100 + 90
    default: return cents
    }
  }

  // MARK: - At a distance

  private func order(
    _ slot: Int, _ holder: Cardholder, _ payment: inout Payment, _ draw: inout Draw
  ) {
    let kind = draw.index(in: remote[slot])
    let trade = Trade.all[kind]
    let place = City.registerRange.lowerBound + draw.index(in: Self.registers)
    let sites = pool.merchants(of: kind, at: place)
    let rank = draw.unit()
    payment.merchant = sites.lowerBound + Int(rank * rank * Double(sites.count))
    payment.terminal = terminal(of: payment.merchant, &draw)
    payment.cents = max(50, Int64(trade.amount(&draw) * holder.scale))
    if [5815, 4814].contains(trade.mcc), draw.chance(0.8) {
      payment.entry = .onFile
    } else {
      payment.entry = draw.chance(0.02) ? .manual : .ecommerce
    }
  }

  // MARK: - The issuer's answer

  private func decide(_ holder: Cardholder, _ payment: inout Payment, _ draw: inout Draw) {
    if payment.hasPIN, draw.chance(settings.mix.wrongPINShare) {
      (payment.outcome, payment.isRetried) = (.wrongPIN, true)
    } else if draw.chance(payment.cents > 2_000 ? holder.shortShare : holder.shortShare / 4) {
      (payment.outcome, payment.isRetried) = (.funds, draw.chance(0.2))
    } else if payment.cents > 150_000, draw.chance(0.3) {
      payment.outcome = .overLimit
    } else if payment.entry.isRemote, draw.chance(0.012) {
      let reason = draw.below(12)
      payment.outcome = reason < 8 ? .badVerification : reason < 10 ? .expired : .notPermitted
      payment.isRetried = payment.outcome == .badVerification
    } else if draw.chance(0.000_8) {
      payment.outcome = draw.chance(0.5) ? .malfunction : .inoperative
    }
  }
}
