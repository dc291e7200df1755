internal import CardCore

extension Product {
  private static let names: Set<String> = [
    "code", "name", "ranges", "currency", "pinMethod", "hasOfflinePIN", "renewalSequence",
    "cvv2DateOrder", "validityMonths", "authorizesSystematically", "activatesByFirstUse",
    "limits", "pinLettersPerDay", "uncollectedDays", "isOpen", "serviceCode",
  ]

  /// The product as a JSON object on one line.
  public var json: String { JSONWriter.line(write) }

  private func write(to writer: inout JSONWriter) {
    writer.field("code", code)
    writer.field("name", name)
    writer.texts("ranges", ranges.map(\.description))
    writer.field("currency", Int(currency.numeric))
    writer.field("pinMethod", pinMethod.rawValue)
    writer.field("hasOfflinePIN", hasOfflinePIN)
    writer.field("renewalSequence", renewalSequence.rawValue)
    writer.field("cvv2DateOrder", cvv2DateOrder.rawValue)
    writer.field("validityMonths", validityMonths)
    writer.field("authorizesSystematically", authorizesSystematically)
    if activatesByFirstUse { writer.field("activatesByFirstUse", true) }
    writer.beginArray("limits")
    for limit in limits {
      writer.beginObject()
      limit.write(to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.field("pinLettersPerDay", pinLettersPerDay)
    writer.field("uncollectedDays", uncollectedDays)
    writer.field("isOpen", isOpen)
    writer.optional("serviceCode", serviceCode?.description)
  }

  /// Reads the text that ``json`` writes.
  public init(json text: String) throws(StoredFormError) {
    try self.init(StoredObject(text, at: "product", names: Self.names))
  }

  /// Reads an object that ``json`` is the text of.
  init(_ value: JSONValue, at path: String) throws(StoredFormError) {
    try self.init(StoredObject(value, at: path, names: Self.names))
  }

  private init(_ object: StoredObject) throws(StoredFormError) {
    let product = Product(
      code: try object.text("code"), name: try object.text("name"),
      ranges: try object.codes("ranges", PANRange.init),
      currency: try object.value("currency", "a currency") { $0.int.flatMap(Currency.init) },
      pinMethod: try object.code("pinMethod", PINMethod.init(rawValue:)),
      hasOfflinePIN: try object.bool("hasOfflinePIN"),
      renewalSequence: try object.code("renewalSequence", SequencePolicy.init(rawValue:)),
      cvv2DateOrder: try object.code("cvv2DateOrder", CVV2DateOrder.init(rawValue:)),
      validityMonths: try object.int("validityMonths"),
      authorizesSystematically: try object.bool("authorizesSystematically"),
      limits: try object.list("limits") { (value, path) throws(StoredFormError) in
        try Limit(try StoredObject(value, at: path, names: Limit.names), at: path)
      })
    guard var product else { throw StoredFormError(path: "product", expected: "a product") }
    product.pinLettersPerDay = try object.int("pinLettersPerDay")
    product.uncollectedDays = try object.int("uncollectedDays")
    product.isOpen = try object.bool("isOpen")
    product.serviceCode = try object.optional("serviceCode") { text in
      ServiceCode(Array(text.utf8).span)
    }
    product.activatesByFirstUse =
      object.has("activatesByFirstUse") ? try object.bool("activatesByFirstUse") : false
    self = product
  }
}

extension PANRange: CustomStringConvertible {
  /// The first digits and the length of the whole PAN: `497010/16`.
  public var description: String { "\(prefix)/\(digitCount)" }

  /// Reads the text that ``description`` writes; nil for any other.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let digitCount = Int(parts[1]) else { return nil }
    self.init(prefix: String(parts[0]), digitCount: digitCount)
  }
}
