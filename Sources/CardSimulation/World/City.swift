import CardCore

/// A place where holders live or go, or where remote merchants are registered.
struct City: Sendable {
  let name: String
  let country: Country
  /// Of the holders who live there; 0 where none do.
  let weight: Double
  /// ISO 4217, numeric.
  let currency: UInt16
  /// Units of the currency for one euro.
  let rate: Double

  /// The code of two letters.
  var countryCode: String { country.alpha2 ?? "ZZ" }

  /// How far the clocks are from those of Paris, in minutes, summer time apart.
  var zoneMinutes: Int64 {
    switch countryCode {
    case "PT", "GB", "MA", "IE": -60
    case "GR", "RO": 60
    case "TR": 120
    case "AE": 180
    case "TH", "ID": 360
    case "US": -360
    case "BR": -240
    default: 0
    }
  }
}

extension City {
  /// Every place; those at home come first. The order is part of what a seed means.
  static let all: [City] = home + abroad + registers

  static let homeCount = home.count
  static let abroadRange = home.count..<(home.count + abroad.count)
  static let registerRange = (home.count + abroad.count)..<all.count

  private static let home: [City] = [
    ("PARIS", 22), ("MARSEILLE", 8.7), ("LYON", 5.2), ("TOULOUSE", 5), ("NICE", 3.4),
    ("NANTES", 3.2), ("MONTPELLIER", 3), ("STRASBOURG", 2.9), ("BORDEAUX", 2.6), ("LILLE", 2.4),
    ("RENNES", 2.2), ("TOULON", 1.8), ("REIMS", 1.8), ("SAINT ETIENNE", 1.7), ("LE HAVRE", 1.7),
    ("DIJON", 1.6), ("GRENOBLE", 1.6), ("ANGERS", 1.6), ("VILLEURBANNE", 1.5), ("NIMES", 1.5),
    ("CLERMONT FD", 1.5), ("AIX EN PROV", 1.5), ("LE MANS", 1.4), ("BREST", 1.4), ("TOURS", 1.4),
    ("AMIENS", 1.3), ("ANNECY", 1.3), ("LIMOGES", 1.3), ("METZ", 1.2), ("PERPIGNAN", 1.2),
  ].map { City(name: $0.0, country: .france, weight: $0.1, currency: 978, rate: 1) }

  private static let abroad: [City] = [
    away("BARCELONA", "ES"), away("MADRID", "ES"), away("ROMA", "IT"), away("MILANO", "IT"),
    away("LISBOA", "PT"), away("BRUXELLES", "BE"), away("BERLIN", "DE"), away("ATHINA", "GR"),
    away("LONDON", "GB", 826, 0.85), away("GENEVE", "CH", 756, 0.95),
    away("MARRAKECH", "MA", 504, 10.8), away("ISTANBUL", "TR", 949, 36),
    away("NEW YORK", "US", 840, 1.08), away("BUCURESTI", "RO", 946, 4.97),
    away("BANGKOK", "TH", 764, 37), away("DUBAI", "AE", 784, 3.97),
    away("SAO PAULO", "BR", 986, 6.2), away("JAKARTA", "ID", 360, 17_200),
  ]

  /// Where remote merchants have their seat.
  private static let registers: [City] = [
    away("PARIS", "FR"), away("LUXEMBOURG", "LU"), away("DUBLIN", "IE"), away("AMSTERDAM", "NL"),
  ]

  private static func away(
    _ name: String, _ code: String, _ currency: UInt16 = 978, _ rate: Double = 1
  ) -> City {
    guard let country = Country(alphabetic: code) else {
      preconditionFailure("a city is in a country of the table")
    }
    return City(name: name, country: country, weight: 0, currency: currency, rate: rate)
  }

  /// The first place abroad that a plane reaches in a few hours ends before this one: farther
  /// journeys take a day.
  static let farRange = abroadRange.lowerBound + 10..<abroadRange.upperBound
  /// Where copied stripes are used: chips are asked for less there.
  static let stripeRange = abroadRange.lowerBound + 12..<abroadRange.upperBound

  static let homeWeights = home.map(\.weight).cumulative
}
