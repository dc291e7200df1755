/// What merchants of one category sell, when, and for how much.
struct Trade: Sendable {
  let mcc: UInt16
  /// The beginning of merchants' names.
  let name: String
  let weight: Double
  /// Paid at a distance, with no card present.
  let isRemote: Bool
  let rhythm: Rhythm
  /// Amounts in cents, in the order of ``ranks``; what lies between is drawn evenly.
  let amounts: [Double]
  /// Inhabitants for each merchant, among the holders.
  let reach: Int
  /// A machine without anyone: mostly no PIN.
  var isUnattended = false

  /// The ranks of ``amounts``: the least, the tenth, and so on up to the greatest.
  static let ranks = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1]

  /// When people pay there.
  enum Rhythm: Sendable {
    case shop, meal, morning, evening, allDay
  }

  /// The share of this trade's custom in an hour of the day, 0 to 23; about 1 on average.
  func weight(hour: Int, isRestDay: Bool) -> Double {
    let hours: [Double] =
      switch rhythm {
      case .shop:
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 2, 1, 2, 2, 2, 3, 3, 2, 0.5, 0, 0, 0]
      case .meal:
        [0.2, 0, 0, 0, 0, 0, 0, 0.2, 0.3, 0.3, 0.5, 2, 6, 5, 1, 0.3, 0.3, 0.5, 1, 3, 5, 3, 1, 0.5]
      case .morning:
        [0, 0, 0, 0, 0, 0.5, 2, 5, 5, 3, 2, 2, 2, 1, 0.5, 0.5, 1, 2, 2, 1, 0, 0, 0, 0]
      case .evening:
        [
          2, 1, 0.5, 0.2, 0.1, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1, 1, 1, 1, 1, 1, 1.5, 2, 3, 4, 4, 3,
          2.5,
        ]
      case .allDay:
        [
          0.5, 0.3, 0.2, 0.2, 0.2, 0.5, 1, 1.5, 1.5, 1.3, 1.3, 1.3, 1.3, 1.2, 1.2, 1.2, 1.3, 1.6,
          1.6,
        ]
          + [1.3, 1, 0.9, 0.8, 0.7]
      }
    let closes = rhythm == .shop && isRestDay
    return hours[hour] * (closes ? 0.15 : 1)
  }

  /// An amount in cents of the middle holder.
  func amount(_ draw: inout Draw) -> Double {
    let rank = draw.unit()
    var index = 0
    while index < Self.ranks.count - 2, rank >= Self.ranks[index + 1] { index += 1 }
    let (low, high) = (Self.ranks[index], Self.ranks[index + 1])
    let part = (rank - low) / (high - low)
    return amounts[index] + part * (amounts[index + 1] - amounts[index])
  }
}

extension Trade {
  /// Every trade; the order is part of what a seed means.
  static let all: [Trade] = present + remote

  private static let present: [Trade] = [
    shop(5411, "SUPERMARCHE", 24, [150, 600, 1_200, 2_800, 5_500, 9_500, 19_000, 32_000], 900),
    shop(5462, "BOULANGERIE", 14, [90, 150, 260, 480, 850, 1_400, 3_000, 6_000], 500, .morning),
    shop(
      5812, "BRASSERIE", 9, [300, 1_100, 1_700, 2_900, 5_200, 8_500, 19_000, 40_000], 400, .meal),
    shop(5814, "BURGER", 8, [250, 600, 900, 1_300, 2_100, 3_200, 6_500, 9_900], 900, .meal),
    shop(
      5541, "STATION", 7, [500, 2_000, 3_200, 5_000, 7_000, 8_800, 12_000, 15_000], 1_500, .allDay),
    shop(5912, "PHARMACIE", 5, [150, 450, 800, 1_500, 2_900, 5_500, 13_000, 25_000], 900),
    shop(5651, "MODE", 4, [500, 1_500, 2_500, 4_500, 7_900, 13_000, 30_000, 60_000], 1_200),
    shop(5200, "BRICO", 3, [300, 900, 1_800, 4_000, 9_000, 18_000, 50_000, 120_000], 2_500),
    shop(
      5732, "ELECTRO", 1.5, [900, 2_500, 5_000, 12_000, 35_000, 75_000, 180_000, 300_000], 4_000),
    shop(7230, "COIFFURE", 1.5, [900, 1_800, 2_400, 3_600, 5_800, 9_000, 16_000, 22_000], 900),
    shop(8011, "CABINET", 2, [1_500, 2_650, 3_000, 5_000, 7_000, 12_000, 35_000, 60_000], 900),
    shop(7832, "CINEMA", 1, [600, 900, 1_100, 1_900, 2_800, 4_000, 7_000, 9_000], 6_000, .evening),
    shop(
      7011, "HOTEL", 0.6, [4_000, 6_500, 8_500, 12_000, 21_000, 38_000, 90_000, 200_000], 5_000,
      .evening),
    machine(6011, "DAB", 6, [2_000, 2_000, 3_000, 5_000, 8_000, 15_000, 30_000, 40_000], 1_200),
    machine(4111, "METRO", 5, [180, 200, 215, 250, 430, 1_700, 8_000, 9_000], 4_000),
    machine(7523, "PARKING", 2.5, [80, 150, 220, 380, 700, 1_400, 3_500, 6_000], 2_500),
    machine(4784, "PEAGE", 2, [150, 280, 450, 900, 1_900, 3_200, 6_000, 8_500], 5_000),
  ]

  private static let remote: [Trade] = [
    site(
      5399, "BOUTIQUE EN LIGNE", 9, [300, 900, 1_700, 3_200, 6_500, 13_000, 45_000, 120_000], 900),
    site(5815, "MUSIQUE FILMS", 7, [99, 299, 599, 999, 1_399, 1_799, 5_999, 9_999], 6_000),
    site(4814, "MOBILE", 3, [199, 599, 999, 1_599, 2_999, 4_999, 9_999, 19_999], 20_000),
    site(4112, "TRAINS", 2.5, [500, 1_500, 2_500, 4_900, 9_500, 17_000, 40_000, 70_000], 30_000),
    site(
      4511, "VOLS", 0.8, [2_500, 5_500, 9_000, 18_000, 38_000, 80_000, 210_000, 400_000], 15_000),
    site(
      5814, "LIVRAISON REPAS", 3, [800, 1_300, 1_800, 2_600, 3_900, 5_500, 9_500, 14_000], 8_000),
    site(
      7995, "PARIS SPORTIFS", 1.2, [100, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 90_000], 20_000),
    site(
      6051, "CHANGE", 0.2, [1_000, 2_500, 5_000, 10_000, 20_000, 40_000, 90_000, 150_000], 50_000),
    site(
      6211, "TITRES", 0.1, [2_500, 5_000, 10_000, 25_000, 60_000, 150_000, 400_000, 500_000], 80_000
    ),
  ]

  private static func shop(
    _ mcc: UInt16, _ name: String, _ weight: Double, _ amounts: [Double], _ reach: Int,
    _ rhythm: Rhythm = .shop
  ) -> Trade {
    Trade(
      mcc: mcc, name: name, weight: weight, isRemote: false, rhythm: rhythm, amounts: amounts,
      reach: reach)
  }

  private static func machine(
    _ mcc: UInt16, _ name: String, _ weight: Double, _ amounts: [Double], _ reach: Int
  ) -> Trade {
    Trade(
      mcc: mcc, name: name, weight: weight, isRemote: false, rhythm: .allDay, amounts: amounts,
      reach: reach, isUnattended: true)
  }

  private static func site(
    _ mcc: UInt16, _ name: String, _ weight: Double, _ amounts: [Double], _ reach: Int
  ) -> Trade {
    Trade(
      mcc: mcc, name: name, weight: weight, isRemote: true, rhythm: .evening, amounts: amounts,
      reach: reach)
  }

  /// Cash machines.
  static let cash = index(of: 6011)
  static let electronics = index(of: 5732)
  static let onlineShop = index(of: 5399)
  static let grocery = index(of: 5411)

  private static func index(of mcc: UInt16) -> Int { all.firstIndex { $0.mcc == mcc } ?? 0 }
}
