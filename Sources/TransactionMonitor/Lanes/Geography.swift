internal import CardCore

/// Countries by their place in the ISO table, and how far apart they lie.
struct Geography: Sendable {
  /// The place of a country that the table does not list.
  static let unlisted: UInt8 = 255

  private var indexes: [UInt8]
  /// Points on a sphere of radius 1, by place in the table.
  private var points: [SIMD4<Double>]
  private static let earthRadiusMetres = 6_371_008.8

  static let shared = Geography()

  private init() {
    let countries = Country.all
    precondition(countries.count < Int(Self.unlisted), "a byte numbers the countries")
    indexes = Array(repeating: Self.unlisted, count: 1_000)
    points = []
    for (index, country) in countries.enumerated() {
      indexes[Int(country.numeric)] = UInt8(index)
      points.append(country.centroid.map(Self.point) ?? .zero)
    }
  }

  @inline(__always)
  func index(of country: Country) -> UInt8 { indexes[Int(country.numeric)] }

  /// Metres between the middles of two countries; nil where they are one or not listed.
  func metres(from first: UInt8, to second: UInt8) -> Int64? {
    guard first != second, first < points.count, second < points.count else { return nil }
    let between = points[Int(first)] - points[Int(second)]
    let chord = ((between * between).sum()).squareRoot()
    return Int64((2 * Self.earthRadiusMetres * Trigonometry.arcsine(min(1, chord / 2))).rounded())
  }

  private static func point(_ place: Country.Place) -> SIMD4<Double> {
    let latitude = Trigonometry.sineAndCosine(degrees: place.latitude)
    let longitude = Trigonometry.sineAndCosine(degrees: place.longitude)
    return SIMD4(
      latitude.cosine * longitude.cosine, latitude.cosine * longitude.sine, latitude.sine, 0)
  }
}

/// Sines and arcsines by series of plain additions and products, so that the last bit does not
/// depend on the processor or on the C library.
enum Trigonometry {
  static func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
    let angle = degrees * (Double.pi / 180)
    var sine = 0.0
    var cosine = 0.0
    var term = 1.0
    for power in 0..<40 {
      switch power % 4 {
      case 0: cosine += term
      case 1: sine += term
      case 2: cosine -= term
      default: sine -= term
      }
      term = term * angle / Double(power + 1)
    }
    return (sine, cosine)
  }

  /// The angle, 0 to π/2, whose sine is given, 0 to 1.
  static func arcsine(_ sine: Double) -> Double {
    // Above 1/2 by the half angle, for the series to converge.
    guard sine <= 0.5 else { return .pi / 2 - 2 * arcsine(((1 - sine) / 2).squareRoot()) }
    var sum = 0.0
    var term = sine
    for step in 0..<30 {
      let odd = Double(2 * step + 1)
      sum += term / odd
      term = term * sine * sine * odd / (odd + 1)
    }
    return sum
  }
}
