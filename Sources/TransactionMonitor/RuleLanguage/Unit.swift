/// The units that numbers may have, beside currencies.
enum Unit: String, CaseIterable {
  case percent = "%"
  case milliseconds = "ms"
  case seconds = "s"
  case minutes = "m"
  case hours = "h"
  case days = "d"
  case kilometres = "km"
  case kilometresAnHour = "km/h"

  init?(name: String) { self.init(rawValue: name) }

  var type: RuleType {
    switch self {
    case .percent: .ratio
    case .milliseconds, .seconds, .minutes, .hours, .days: .duration
    case .kilometres: .distance
    case .kilometresAnHour: .speed
    }
  }

  /// What one of it is in the unit that the type is kept in.
  var factor: Double {
    switch self {
    case .percent: 0.01
    case .milliseconds: 1
    case .seconds: 1_000
    case .minutes: 60_000
    case .hours: 3_600_000
    case .days: 86_400_000
    case .kilometres, .kilometresAnHour: 1_000
    }
  }

  var finest: String {
    switch self {
    case .percent: "a ratio can be"
    case .milliseconds, .seconds, .minutes, .hours, .days: "a millisecond"
    case .kilometres: "a metre"
    case .kilometresAnHour: "a metre an hour"
    }
  }
}
