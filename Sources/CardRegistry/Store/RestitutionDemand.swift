public import CardCore

/// The letter that comes before a card is withdrawn: what was paid without funds, and until when it
/// can be put right.
public struct RestitutionDemand: Hashable, Sendable {
  /// A payment or a withdrawal for which there were no funds.
  public struct Incident: Hashable, Sendable {
    public let day: Day
    public let amount: Amount

    public init(day: Day, amount: Amount) {
      self.day = day
      self.amount = amount
    }
  }

  /// The kind of its item in the outbox.
  public static let kind = "withdrawalDemand"
  public static let incidentsMax = 20

  /// 1 to ``incidentsMax``, in the currency of the fees.
  public let incidents: [Incident]
  public let fees: Amount
  /// The sum of the incidents, and with the fees.
  public let amount: Amount
  public let total: Amount
  /// The last day on which it can be put right.
  public let deadline: Day

  /// - Throws: ``RegistryError/Code/badValue`` for no incident or too many, for one without an
  ///   amount, for amounts in several currencies, negative fees, or sums too large to count.
  public init(
    incidents: [Incident], fees: Amount, deadline: Day
  ) throws(RegistryError) {
    guard (1...Self.incidentsMax).contains(incidents.count) else {
      throw RegistryError(
        .badValue, "demand: expected 1 to \(Self.incidentsMax) incidents with day and amount")
    }
    guard incidents.allSatisfy({ $0.amount.minorUnits > 0 }), fees.minorUnits >= 0 else {
      throw RegistryError(.badValue, "demand: expected amounts over zero, and fees not under it")
    }
    var sum = Amount(minorUnits: 0, currency: fees.currency)
    do throws(AmountError) {
      for incident in incidents { sum = try sum.adding(incident.amount) }
      total = try sum.adding(fees)
    } catch {
      throw RegistryError(.badValue, "demand: expected amounts of one currency that can be added")
    }
    amount = sum
    self.incidents = incidents
    self.fees = fees
    self.deadline = deadline
  }

  /// The demand as a JSON object on one line.
  public var json: String {
    JSONWriter.line { writer in
      writer.field("currency", Int(fees.currency.numeric))
      writer.beginArray("incidents")
      for incident in incidents {
        writer.beginObject()
        writer.field("day", incident.day.description)
        writer.field("amountMinor", incident.amount.minorUnits)
        writer.endObject()
      }
      writer.endArray()
      writer.field("feesMinor", fees.minorUnits)
      writer.field("deadline", deadline.description)
    }
  }

  /// Reads the text that ``json`` writes.
  public init(json text: String) throws(RegistryError) {
    let object = try CardRows.reading { () throws(StoredFormError) in
      try StoredDemand(text)
    }
    try self.init(
      incidents: object.incidents.map {
        Incident(day: $0.0, amount: Amount(minorUnits: $0.1, currency: object.currency))
      },
      fees: Amount(minorUnits: object.fees, currency: object.currency), deadline: object.deadline)
  }
}

/// A demand as it is stored.
private struct StoredDemand {
  let currency: Currency
  let incidents: [(Day, Int64)]
  let fees: Int64
  let deadline: Day

  init(_ text: String) throws(StoredFormError) {
    let object = try StoredObject(
      text, at: "demand", names: ["currency", "incidents", "feesMinor", "deadline"])
    currency = try object.value("currency", "a currency") { $0.int.flatMap(Currency.init) }
    incidents = try object.list("incidents") { (value, path) throws(StoredFormError) in
      let incident = try StoredObject(value, at: path, names: ["day", "amountMinor"])
      return (try incident.code("day", Day.init), Int64(try incident.int("amountMinor")))
    }
    fees = Int64(try object.int("feesMinor"))
    deadline = try object.code("deadline", Day.init)
  }
}
