import CardCore

/// The cards as a registry imports them.
extension Simulation {
  /// The first line of the cards' file.
  private static let header =
    "pan,sequenceNumber,expiry,state,product,holder,name,birthDate,branch,pinReference,reason,"
    + "since\n"

  /// Appends cards to `output`, a line each, until it has `byteCount` bytes or more: as they are
  /// when the traffic that was written so far has passed.
  ///
  /// Numbers stand whole, as an import needs them: all are under BINs published for tests. Names
  /// and birth dates are made up.
  ///
  /// - Parameters:
  ///   - position: 0 before the first call; where the next one goes on.
  ///   - output: What is written stands behind what it holds.
  ///   - byteCount: How many bytes are enough; 0 for none but the first line.
  /// - Returns: False when all have been written.
  public func appendCards(
    from position: inout Int, into output: inout [UInt8], upTo byteCount: Int
  ) -> Bool {
    if position == 0 { output.append(contentsOf: Self.header.utf8) }
    let now = Instant(millisecondsSince1970: schedule.end)
    while position < settings.cardCount, output.count < byteCount {
      output.append(contentsOf: row(of: position, at: now).utf8)
      position += 1
    }
    return position < settings.cardCount
  }

  private func row(of card: Int, at now: Instant) -> String {
    let holder = maker.holder(card)
    let expiry = Int(holder.expiry(in: now.civil))
    let month = expiry % 100
    var draw = Draw(settings.seed, .holder, 1, UInt64(card))
    let name =
      "\(Self.firstNames[draw.below(Self.firstNames.count)]) "
      + Self.lastNames[draw.below(Self.lastNames.count)]
    let birth =
      "\(draw.within(1945...2006))-\(Self.two(draw.within(1...12)))-"
      + Self.two(draw.within(1...28))
    var state = "active,"
    var ending = ",,"
    if let loss = opposed[card], loss.opposed <= now.millisecondsSince1970 {
      state = "opposed,"
      ending =
        (loss.outcome == .stolen ? ",theft," : ",fraudulentDataUse,")
        + Instant(millisecondsSince1970: loss.opposed).description
    }
    let product = Portfolio.ranges[Portfolio.range(of: card)].product
    return "\(portfolio.number(of: card)),\(holder.sequenceNumber),"
      + "20\(Self.two(expiry / 100))-\(Self.two(month)),\(state)\(product),H\(card + 1),\(name),"
      + "\(birth),\(City.all[holder.city].name)," + ending + "\n"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static let firstNames = [
    "Camille", "Louis", "Emma", "Jules", "Louise", "Gabriel", "Jade", "Hugo", "Alice", "Arthur",
    "Rose", "Adam", "Anna", "Paul", "Lina", "Nathan", "Chloe", "Lucas", "Manon", "Leo",
  ]
  private static let lastNames = [
    "Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau",
    "Laurent", "Simon", "Michel", "Lefebvre", "Leroy", "Roux", "David", "Bertrand", "Morel",
    "Fournier", "Girard",
  ]
}
