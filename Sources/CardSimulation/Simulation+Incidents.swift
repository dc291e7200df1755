import CardCore

extension Simulation {
  /// Draws the incidents that begin on the day that was loaded.
  mutating func planIncidents() {
    // They are of a line, which clearing files do not come over.
    guard !writer.isClearing else { return }
    for kind in TruthKind.allCases where !kind.isFraud && kind.unit == .month {
      var draw = Draw(
        settings.seed, .incident, UInt64(schedule.day), Draw.key(0, .incident, name(kind)))
      for _ in 0..<draw.poisson(settings.rates[kind] / 30) {
        let from = schedule.start + Int64(draw.within(7 * 60...21 * 60)) * 60_000
        incidents.append(incident(kind, from: from, &draw))
      }
    }
  }

  /// A number for the kind that does not change when kinds are added.
  private func name(_ kind: TruthKind) -> UInt64 {
    kind.rawValue.utf8.reduce(0) { $0 &* 131 &+ UInt64($1) }
  }

  private mutating func incident(
    _ kind: TruthKind, from: Int64, _ draw: inout Draw
  ) -> Incident {
    let acquirer = pool.acquirer(&draw)
    let bin = draw.below(Portfolio.ranges.count)
    let (subject, name, key, minutes): (Int, String, String, ClosedRange<Int>)
    switch kind {
    case .clockSkew, .acquirerOutage, .macFailures:
      (subject, name, key) = (acquirer, "acquirer", "\(pool.acquirers[acquirer])")
      minutes = kind == .clockSkew ? 120...720 : kind == .macFailures ? 10...60 : 20...90
    case .responseCodeBurst, .approvalRateDrop:
      (subject, name, key) = (bin, "issuer", "\(Portfolio.ranges[bin].bin)")
      minutes = kind == .approvalRateDrop ? 120...480 : 10...40
    case .silentSource:
      let (terminal, merchant) = busyTerminal(&draw)
      (subject, name) = (Int(terminal), "terminal")
      key = pool.terminalName(terminal, of: merchant)
      minutes = 360...1_440
    default: (subject, name, key, minutes) = (-1, "all", "link", 5...20)
    }
    let to = from + Int64(draw.within(minutes)) * 60_000
    let episode = truth.begin(kind, name, key, from: from, to: to)
    var incident = Incident(kind: kind, episode: episode, from: from, to: to, subject: subject)
    shape(&incident, &draw)
    return incident
  }

  private func shape(_ incident: inout Incident, _ draw: inout Draw) {
    switch incident.kind {
    case .clockSkew:
      // Never a quarter of an hour: that is a zone, not a fault.
      let minutes = Int64(draw.within(3...11) + 15 * draw.below(3))
      incident.skew = minutes * 60_000 * (draw.chance(0.5) ? 1 : -1)
    case .responseCodeBurst:
      (incident.share, incident.outcome) = (0.7, draw.chance(0.5) ? .malfunction : .inoperative)
    case .approvalRateDrop: incident.share = 0.2 + 0.3 * draw.unit()
    case .macFailures: (incident.share, incident.outcome) = (0.8, .securityViolation)
    case .garbled: incident.share = 0.3
    default: break
    }
  }

  /// One of the terminals of the remote merchants that have most custom.
  private func busyTerminal(_ draw: inout Draw) -> (UInt32, Int) {
    let sites = pool.merchants(of: Trade.onlineShop, at: City.registerRange.lowerBound)
    let merchant = sites.lowerBound + draw.below(min(3, sites.count))
    return (pool.merchants[merchant].firstTerminal, merchant)
  }

  /// Lets the incidents of the time change a request.
  ///
  /// - Returns: False where the request does not come at all.
  mutating func apply(
    to message: inout TrafficMessage, _ outcome: inout Outcome, _ payment: Payment,
    _ draw: inout Draw
  ) -> Bool {
    guard !incidents.isEmpty else { return true }
    endIncidents(before: message.time)
    for incident in incidents
    where incident.from <= message.time && reaches(incident, payment) {
      truth.reach(incident.episode)
      switch incident.kind {
      case .silentSource: return false
      case .acquirerOutage:
        advise(message, incident, outcome, &draw)
        return false
      case .clockSkew: message.sent += incident.skew
      case .responseCodeBurst, .approvalRateDrop:
        guard draw.chance(incident.share) else { continue }
        outcome = incident.outcome
      case .macFailures:
        guard draw.chance(incident.share) else { continue }
        (message.hasWrongMAC, outcome) = (true, incident.outcome)
      case .garbled:
        guard draw.chance(incident.share) else { continue }
        message.isGarbled = true
      default: continue
      }
      message.incident = incident.episode
    }
    return true
  }

  private mutating func endIncidents(before time: Int64) {
    guard incidents.contains(where: { $0.to <= time }) else { return }
    for incident in incidents where incident.to <= time { truth.release(incident.episode) }
    incidents.removeAll { $0.to <= time }
  }

  private func reaches(_ incident: Incident, _ payment: Payment) -> Bool {
    switch incident.kind {
    case .clockSkew, .acquirerOutage, .macFailures:
      Int(pool.merchants[payment.merchant].acquirer) == incident.subject
    case .responseCodeBurst, .approvalRateDrop:
      payment.number / 10_000_000_000 == UInt64(Portfolio.ranges[incident.subject].bin)
    case .silentSource: Int(payment.terminal) == incident.subject
    default: true
    }
  }

  /// What an acquirer does by itself while it is cut off is told when it is back.
  private mutating func advise(
    _ request: TrafficMessage, _ incident: Incident, _ outcome: Outcome, _ draw: inout Draw
  ) {
    guard outcome == .approved, draw.chance(0.6) else { return }
    var advice = request
    advice.shape = MessageShape(kind: .advice, entry: request.shape.entry)
    advice.shape.hasBilling = request.shape.hasBilling
    advice.shape.isApproved = true
    advice.authorizationCode = UInt32(draw.below(1_000_000))
    advice.occurred = request.time
    advice.time = incident.to + Int64(draw.within(5_000...600_000))
    advice.sent = advice.time
    advice.incident = incident.episode
    send(advice)
  }
}
