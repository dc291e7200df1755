public import CardCore

/// The zones that can be named: UTC, a distance from it, and cities on the European Union's rules.
public enum ZoneName {
  /// Cities by the minutes of their standard time east of UTC.
  private static let cities: [(minutes: Int, names: [String])] = [
    (0, ["Lisbon", "Dublin", "London"]),
    (
      60,
      [
        "Paris", "Berlin", "Brussels", "Amsterdam", "Luxembourg", "Madrid", "Rome", "Vienna",
        "Zurich", "Monaco", "Copenhagen", "Oslo", "Stockholm", "Prague", "Warsaw", "Budapest",
        "Bratislava", "Ljubljana", "Zagreb", "Malta", "Andorra", "Vaduz",
      ]
    ),
    (120, ["Athens", "Helsinki", "Bucharest", "Sofia", "Riga", "Tallinn", "Vilnius"]),
  ]

  /// What names the zones of ``rule(_:)``, for a hint.
  public static let examples = "UTC, +02:00, Europe/Paris"

  /// The zone of a name such as `UTC`, `Z`, `+02:00` or `Europe/Paris`; nil for any other text.
  public static func rule(_ name: some StringProtocol) -> ZoneRule? {
    if ["UTC", "Z", "GMT"].contains(String(name)) { return .utc }
    if let first = name.first, first == "+" || first == "-" {
      return offset(name.dropFirst()).map { .fixed(minutes: first == "-" ? -$0 : $0) }
    }
    guard name.hasPrefix("Europe/") else { return nil }
    let city = name.dropFirst("Europe/".count)
    return cities.first { $0.names.contains(String(city)) }
      .map { .europeanSummerTime(standardMinutes: $0.minutes) }
  }

  private static func offset(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
      let hours = UInt8(parts[0]), let minutes = UInt8(parts[1]), hours < 24, minutes < 60
    else { return nil }
    return Int(hours) * 60 + Int(minutes)
  }
}
