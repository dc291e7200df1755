/// What holders use their cards for: the same people on other habits.
public enum TrafficMix: String, Sendable, CaseIterable {
  /// An ordinary month of a French bank.
  case standard
  /// Much travel, hotels, stripes that fail and payments abroad.
  case holiday
  /// Mostly remote payments: shops, subscriptions, betting.
  case online
  /// Cash machines, small shops, wrong PINs.
  case cash

  /// How many holders leave the country in 30 days.
  var tripShare: Double {
    switch self {
    case .standard: 0.08
    case .holiday: 0.35
    case .online: 0.05
    case .cash: 0.04
    }
  }

  /// What the share of remote payments of each holder is multiplied by.
  var remoteFactor: Double {
    switch self {
    case .standard: 1
    case .holiday: 0.9
    case .online: 2.2
    case .cash: 0.5
    }
  }

  /// How often the chip of an honest card cannot be read.
  var fallbackShare: Double {
    switch self {
    case .standard: 0.000_6
    case .holiday: 0.002
    case .online: 0.000_4
    case .cash: 0.001
    }
  }

  /// How often an honest holder mistypes the PIN.
  var wrongPINShare: Double { self == .cash ? 0.02 : 0.008 }

  /// What the weight of a trade is multiplied by.
  func factor(of trade: Trade) -> Double {
    switch (self, trade.mcc) {
    case (.holiday, 7011), (.holiday, 4511), (.holiday, 4112), (.holiday, 5812): 2.5
    case (.holiday, 4784), (.holiday, 5541): 2
    case (.online, 7995), (.online, 5815), (.online, 6051): 2
    case (.cash, 6011): 4
    case (.cash, 5411), (.cash, 5462): 1.3
    default: 1
    }
  }
}
