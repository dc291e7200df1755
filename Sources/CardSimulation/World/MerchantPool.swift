import CardCore

/// All merchants of a simulation, laid out by place and trade.
struct MerchantPool {
  /// A merchant in 16 bytes.
  struct Merchant {
    var city: UInt8
    var trade: UInt8
    /// Its terminals: a shop's, or the machines of a branch.
    var terminalCount: UInt16
    var firstTerminal: UInt32
    /// Its place in ``MerchantPool/acquirers``.
    var acquirer: UInt8
  }

  private(set) var merchants: [Merchant] = []
  private(set) var terminalCount = 0
  /// Identification codes, six digits each.
  let acquirers: [UInt32]
  /// Shares of the merchants at home that ``acquirers`` have, the first eight.
  private static let acquirerWeights: [Double] = [24, 18, 15, 13, 11, 9, 6, 4]
  /// For each place and trade its merchants.
  private var blocks: [Range<Int>]

  init(seed: UInt64, cardCount: Int) {
    let home = Self.acquirerWeights.indices.map { UInt32(970_100 + 17 * $0) }
    let countries = City.all[City.abroadRange].map { UInt32(400_000 + Int($0.country.numeric)) }
    acquirers = home + countries
    blocks = Array(repeating: 0..<0, count: City.all.count * Trade.all.count)
    let homeTotal = City.homeWeights.last ?? 1
    for (place, city) in City.all.enumerated() {
      for (kind, trade) in Trade.all.enumerated() {
        let isRegister = City.registerRange.contains(place)
        guard trade.isRemote == isRegister else { continue }
        let share: Double =
          isRegister ? 1 / Double(City.registerRange.count) : max(city.weight / homeTotal, 0.01)
        let wanted = Double(cardCount) * share / Double(trade.reach)
        let count = max(isRegister ? 1 : 2, Int(wanted))
        let start = merchants.count
        for ordinal in 0..<count { add(place, kind, ordinal, seed: seed) }
        blocks[place * Trade.all.count + kind] = start..<merchants.count
      }
    }
  }

  private mutating func add(_ place: Int, _ kind: Int, _ ordinal: Int, seed: UInt64) {
    var draw = Draw(seed, .merchant, UInt64(merchants.count))
    let trade = Trade.all[kind]
    var terminals = 1
    if !trade.isRemote {
      let size = draw.unit()
      terminals = size < 0.6 ? 1 : size < 0.85 ? 2 : size < 0.95 ? 4 : 8
    }
    var acquirer = draw.index(in: Self.acquirerWeights.cumulative)
    if City.abroadRange.contains(place) {
      acquirer = Self.acquirerWeights.count + place - City.abroadRange.lowerBound
    }
    merchants.append(
      Merchant(
        city: UInt8(place), trade: UInt8(kind), terminalCount: UInt16(terminals),
        firstTerminal: UInt32(terminalCount), acquirer: UInt8(acquirer)))
    terminalCount += terminals
  }

  /// The merchants of a trade at a place.
  func merchants(of trade: Int, at place: Int) -> Range<Int> {
    blocks[place * Trade.all.count + trade]
  }

  /// The one of the acquirers at home that a share of the traffic, 0 to 1, falls to.
  func acquirer(_ draw: inout Draw) -> Int { draw.index(in: Self.acquirerWeights.cumulative) }

  /// Whether a merchant of that number has that terminal and that acquirer; nil is any.
  func has(merchant: UInt64, terminal: UInt64?, acquirer: UInt64?) -> Bool {
    guard merchant < merchants.count else { return false }
    let known = merchants[Int(merchant)]
    if let terminal {
      let first = UInt64(known.firstTerminal)
      guard first..<first + UInt64(known.terminalCount) ~= terminal else { return false }
    }
    return acquirer.map { $0 == acquirers[Int(known.acquirer)] } ?? true
  }

  /// The number that a merchant's identification code shows.
  static let firstMerchantCode: UInt64 = 970_000_000_000_000

  /// The name of a terminal in the monitor's alerts: its acquirer, a slash, its eight digits.
  func terminalName(_ terminal: UInt32, of merchant: Int) -> String {
    var digits: [UInt8] = []
    Digits.append(UInt64(terminal), width: 8, to: &digits)
    return "\(acquirers[Int(merchants[merchant].acquirer)])/"
      + String(decoding: digits, as: UTF8.self)
  }
}
