import CardCore

/// Plans the frauds that begin on the day that was loaded: every payment of each, with its time.
extension Simulation {
  mutating func planFrauds() {
    for (index, kind) in TruthKind.allCases.enumerated() where kind.isFraud {
      var draw = Draw(settings.seed, .fraud, UInt64(schedule.day), UInt64(index))
      let mean =
        kind.unit == .cardMonth
        ? settings.rates[kind] * Double(settings.cardCount) / 30 : settings.rates[kind] / 30
      for _ in 0..<draw.poisson(mean) {
        let start = schedule.start + Int64(draw.within(8 * 60...22 * 60 + 59)) * 60_000
        plan(kind, at: start, &draw)
      }
    }
  }

  private mutating func plan(_ kind: TruthKind, at start: Int64, _ draw: inout Draw) {
    if kind == .binEnumeration { return planEnumeration(at: start, &draw) }
    if kind == .compromisedTerminal { return planCompromisedTerminal(at: start, &draw) }
    let card = draw.below(settings.cardCount)
    guard opposed[card] == nil else { return }
    let payment = maker.payment(by: maker.holder(card), at: start)
    let episode = truth.begin(
      kind, "card", PAN("\(payment.number)")?.masked ?? "", from: start)
    switch kind {
    case .stolenCard: planTheft(payment, episode, &draw)
    case .cardTesting: planTesting(payment, episode, &draw)
    case .testThenSpend: planTestThenSpend(payment, episode, &draw)
    case .takeoverAbroad: planTakeover(payment, episode, &draw)
    default: planStripes(payment, episode, &draw)
    }
    truth.release(episode)
  }

  /// Puts a payment of a fraud on the list.
  private mutating func add(_ payment: Payment, _ episode: Int32) {
    var payment = payment
    payment.fraud = episode
    truth.retain(episode)
    planned.push(payment, at: payment.time)
  }

  /// Ends the holder's own use of the card, and the thief's some time after.
  private mutating func oppose(
    _ card: Int, lost: Int64, opposed time: Int64, _ outcome: Outcome
  ) {
    opposed[card] = Opposition(lost: lost, opposed: time, outcome: outcome)
  }

  private func minutes(_ range: ClosedRange<Int>, _ draw: inout Draw) -> Int64 {
    Int64(draw.within(range.lowerBound * 60...range.upperBound * 60)) * 1_000
  }

  /// Some take their time, to stay under the watch of rules: every pause is then so much longer.
  private func patience(_ draw: inout Draw) -> Int64 { draw.chance(0.2) ? 12 : 1 }

  private func goToShop(
    _ payment: inout Payment, trades: [Int], at city: Int, _ draw: inout Draw
  ) {
    let shops = pool.merchants(of: trades[draw.below(trades.count)], at: city)
    payment.merchant = shops.lowerBound + draw.below(shops.count)
    payment.terminal = maker.terminal(of: payment.merchant, &draw)
  }

  private func goToSite(_ payment: inout Payment, _ draw: inout Draw) {
    let place = City.registerRange.lowerBound + draw.below(City.registerRange.count)
    goToShop(&payment, trades: [Trade.onlineShop], at: place, &draw)
    payment.entry = .ecommerce
  }

  // MARK: - Patterns

  /// The holder's things are stolen in the street: small payments without contact, then the cash
  /// machine, if the PIN was seen, until the theft is reported, and two or three tries after.
  private mutating func planTheft(
    _ first: Payment, _ episode: Int32, _ draw: inout Draw
  ) {
    let city = maker.holder(first.card).city
    let count = draw.within(4...9)
    let knowsPIN = draw.chance(0.5)
    var payment = first
    var tries = 0
    for index in 0..<count {
      payment.time += minutes(2...14, &draw)
      let isCash = index >= 2 && draw.chance(0.45)
      goToShop(
        &payment,
        trades: [isCash ? Trade.cash : Trade.grocery, isCash ? Trade.cash : Trade.electronics],
        at: city, &draw)
      (payment.entry, payment.hasPIN) = (isCash ? .chip : .contactless, isCash)
      payment.cents = isCash ? Int64(draw.within(10...40)) * 1_000 : Int64(draw.within(900...4_990))
      payment.outcome = .approved
      if isCash, !knowsPIN {
        tries += 1
        payment.outcome = tries > 3 ? .pinTriesUsedUp : .wrongPIN
      } else if isCash, draw.chance(0.25) {
        payment.outcome = .overLimit
      }
      add(payment, episode)
    }
    let report = payment.time + minutes(5...120, &draw)
    oppose(first.card, lost: first.time, opposed: report, .stolen)
    payment.time = report
    for _ in 0..<draw.within(1...3) {
      payment.time += minutes(3...45, &draw)
      goToShop(&payment, trades: [Trade.grocery, Trade.electronics], at: city, &draw)
      (payment.entry, payment.hasPIN, payment.outcome) = (.contactless, false, .stolen)
      payment.cents = Int64(draw.within(900...4_990))
      add(payment, episode)
    }
  }

  private mutating func planTesting(
    _ first: Payment, _ episode: Int32, _ draw: inout Draw
  ) {
    var payment = first
    goToSite(&payment, &draw)
    let count = draw.within(6...14)
    let patience = patience(&draw)
    for index in 0..<count {
      payment.time += Int64(draw.within(12...55)) * 1_000 * patience
      payment.cents = Int64(draw.within(50...300))
      payment.outcome = index == count - 1 && draw.chance(0.5) ? .approved : .badVerification
      add(payment, episode)
    }
    misuse(first.card, after: payment.time, &draw)
  }

  private mutating func planTestThenSpend(
    _ first: Payment, _ episode: Int32, _ draw: inout Draw
  ) {
    var payment = first
    goToSite(&payment, &draw)
    let patience = patience(&draw)
    for _ in 0..<draw.within(1...3) {
      payment.time += minutes(1...6, &draw) * patience
      payment.cents = Int64(draw.within(50...199))
      add(payment, episode)
    }
    for index in 0..<draw.within(1...3) {
      payment.time += minutes(3...20, &draw) * patience
      goToSite(&payment, &draw)
      payment.cents = Int64(draw.within(15_000...120_000))
      payment.outcome = index > 0 && draw.chance(0.5) ? .funds : .approved
      add(payment, episode)
    }
    misuse(first.card, after: payment.time, &draw)
  }

  private mutating func planTakeover(
    _ first: Payment, _ episode: Int32, _ draw: inout Draw
  ) {
    let city = City.farRange.lowerBound + draw.below(City.farRange.count)
    var payment = first
    payment.entry = .contactless
    for index in 0..<draw.within(3...6) {
      payment.time += minutes(6...35, &draw)
      goToShop(&payment, trades: [Trade.electronics, Trade.grocery], at: city, &draw)
      payment.cents = Int64(draw.within(8_000...60_000))
      payment.outcome = index > 1 && draw.chance(0.3) ? .funds : .approved
      add(payment, episode)
    }
    misuse(first.card, after: payment.time, &draw)
  }

  private mutating func planStripes(
    _ first: Payment, _ episode: Int32, _ draw: inout Draw
  ) {
    let city = (maker.holder(first.card).city + draw.within(1...4)) % City.homeCount
    var payment = first
    payment.entry = .fallback
    for _ in 0..<draw.within(1...4) {
      payment.time += minutes(5...40, &draw)
      goToShop(&payment, trades: [Trade.electronics, Trade.grocery], at: city, &draw)
      payment.cents = Int64(draw.within(6_000...45_000))
      payment.outcome = draw.chance(0.2) ? .suspectedFraud : .approved
      add(payment, episode)
    }
    misuse(first.card, after: payment.time, &draw)
  }

  /// The holder sees the payments and reports them.
  private mutating func misuse(_ card: Int, after time: Int64, _ draw: inout Draw) {
    let report = time + minutes(60...2_880, &draw)
    oppose(card, lost: report, opposed: report, .fraudulentData)
  }

  // MARK: - Patterns of a place

  private mutating func planEnumeration(at start: Int64, _ draw: inout Draw) {
    let range = Portfolio.ranges[draw.below(Portfolio.ranges.count)]
    let bin = range.bin * 100 + UInt32(draw.below(100))
    let episode = truth.begin(.binEnumeration, "bin", "\(bin)", from: start)
    var payment = Payment(
      time: start, card: -1, number: 0, expiry: 0, merchant: 0, terminal: 0, entry: .ecommerce,
      cents: 0)
    goToSite(&payment, &draw)
    payment.outcome = .unknownCard
    let year = Instant(millisecondsSince1970: start).civil.year % 100
    let patience = patience(&draw)
    for _ in 0..<draw.within(80...400) {
      payment.time += Int64(draw.within(900...6_000)) * patience * patience
      payment.number = portfolio.unknownNumber(under: bin, &draw)
      payment.expiry = UInt16((year + draw.within(1...3)) % 100 * 100 + draw.within(1...12))
      payment.cents = Int64(draw.within(100...2_000))
      add(payment, episode)
    }
    truth.release(episode)
  }

  private mutating func planCompromisedTerminal(at start: Int64, _ draw: inout Draw) {
    let city = draw.index(in: City.homeWeights)
    var visit = maker.payment(by: maker.holder(0), at: start)
    goToShop(&visit, trades: [Trade.cash], at: city, &draw)
    let episode = truth.begin(
      .compromisedTerminal, "terminal", pool.terminalName(visit.terminal, of: visit.merchant),
      from: start)
    let abroad = City.stripeRange.lowerBound + draw.below(City.stripeRange.count)
    var victims = draw.within(12...30)
    for _ in 0..<20_000 where victims > 0 {
      let holder = maker.holder(draw.below(settings.cardCount))
      guard holder.city == city, opposed[holder.card] == nil else { continue }
      victims -= 1
      plan(victim: holder, visit: visit, abroad: abroad, episode, &draw)
    }
    truth.release(episode)
  }

  /// An honest withdrawal at the machine, and days later the copied stripe far away.
  private mutating func plan(
    victim: Cardholder, visit: Payment, abroad: Int, _ episode: Int32, _ draw: inout Draw
  ) {
    var withdrawal = maker.payment(by: victim, at: visit.time + minutes(0...4_320, &draw))
    (withdrawal.merchant, withdrawal.terminal) = (visit.merchant, visit.terminal)
    (withdrawal.entry, withdrawal.hasPIN) = (.chip, true)
    withdrawal.cents = Int64(draw.within(2...15)) * 1_000
    planned.push(withdrawal, at: withdrawal.time)
    var use = maker.payment(by: victim, at: visit.time + minutes(5_760...11_520, &draw))
    use.entry = .fallback
    for _ in 0..<draw.within(1...2) {
      use.time += minutes(3...30, &draw)
      goToShop(&use, trades: [Trade.electronics, Trade.grocery], at: abroad, &draw)
      use.cents = Int64(draw.within(9_000...50_000))
      use.outcome = draw.chance(0.2) ? .suspectedFraud : .approved
      add(use, episode)
    }
    misuse(victim.card, after: use.time, &draw)
  }
}
