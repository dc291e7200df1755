internal import CardCore

/// How a product stands in its row and leaves the program: JSON.
enum ProductText {
  static func definition(of product: Product) -> String {
    var writer = JSONWriter()
    write(product, to: &writer)
    return writer.text
  }

  static func write(_ product: Product, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("code", product.code)
    writer.field("name", product.name)
    writer.beginArray("ranges")
    for range in product.ranges {
      writer.beginObject()
      writer.field("prefix", range.prefix)
      writer.field("digits", range.digitCount)
      writer.endObject()
    }
    writer.endArray()
    writer.field("currency", product.currency.description)
    writer.field("pinMethod", product.pinMethod.rawValue)
    writer.field("hasOfflinePIN", product.hasOfflinePIN)
    writer.field("renewalSequence", product.renewalSequence.rawValue)
    writer.field("cvv2DateOrder", product.cvv2DateOrder.rawValue)
    writer.field("validityMonths", product.validityMonths)
    writer.field("authorizesSystematically", product.authorizesSystematically)
    writer.beginArray("limits")
    for limit in product.limits {
      writer.beginObject()
      LimitText.write(limit, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.field("pinLettersPerDay", product.pinLettersPerDay)
    writer.field("uncollectedDays", product.uncollectedDays)
    writer.field("isOpen", product.isOpen)
    writer.endObject()
  }

  /// - Throws: ``RegistryError/Code/badValue`` that names the first member that is wrong.
  static func product(_ value: JSONValue) throws(RegistryError) -> Product {
    let reader = ProductReader(value: value)
    guard
      var product = Product(
        code: try reader.text("code"), name: try reader.text("name"), ranges: try reader.ranges(),
        currency: try reader.currency(),
        pinMethod: try reader.word("pinMethod", Product.PINMethod.init(rawValue:)) ?? .ibm3624,
        hasOfflinePIN: try reader.bool("hasOfflinePIN") ?? false,
        renewalSequence: try reader.word(
          "renewalSequence", Product.SequencePolicy.init(rawValue:)) ?? .same,
        cvv2DateOrder: try reader.word(
          "cvv2DateOrder", Product.CVV2DateOrder.init(rawValue:)) ?? .yymm,
        validityMonths: try reader.integer("validityMonths") ?? 36,
        authorizesSystematically: try reader.bool("authorizesSystematically") ?? false,
        limits: try reader.limits())
    else {
      throw RegistryError(
        .badValue, "product: a code, a validity or limits outside of what a product may have")
    }
    product.pinLettersPerDay = try reader.integer("pinLettersPerDay") ?? product.pinLettersPerDay
    product.uncollectedDays = try reader.integer("uncollectedDays") ?? product.uncollectedDays
    product.isOpen = try reader.bool("isOpen") ?? true
    return product
  }
}

/// Reads the members of a product, saying which one is wrong.
private struct ProductReader {
  let value: JSONValue

  func bad(_ name: String, _ expected: String) -> RegistryError {
    RegistryError(.badValue, "product, \(name): expected \(expected)")
  }

  func text(_ name: String) throws(RegistryError) -> String {
    guard let text = value[name]?.string, !text.isEmpty else { throw bad(name, "a text") }
    return text
  }

  func integer(_ name: String) throws(RegistryError) -> Int? {
    guard let member = value[name] else { return nil }
    guard let number = member.int, (0...10_000).contains(number) else {
      throw bad(name, "a number from 0 to 10000")
    }
    return number
  }

  func bool(_ name: String) throws(RegistryError) -> Bool? {
    guard let member = value[name] else { return nil }
    guard let flag = member.bool else { throw bad(name, "true or false") }
    return flag
  }

  func word<Word: CaseIterable>(
    _ name: String, _ make: (String) -> Word?
  ) throws(RegistryError) -> Word? {
    guard let member = value[name] else { return nil }
    guard let word = member.string.flatMap(make) else {
      throw bad(name, "one of " + Word.allCases.map { "\($0)" }.joined(separator: ", "))
    }
    return word
  }

  func currency() throws(RegistryError) -> Currency {
    guard let member = value["currency"] else { return .euro }
    guard let currency = member.string.flatMap({ Currency(alphabetic: $0) }) else {
      throw bad("currency", "a code such as EUR")
    }
    return currency
  }

  func ranges() throws(RegistryError) -> [PANRange] {
    guard let members = value["ranges"]?.array, !members.isEmpty else {
      throw bad("ranges", "at least one range")
    }
    return try members.map { member throws(RegistryError) in
      guard let prefix = member["prefix"]?.string,
        let range = PANRange(prefix: prefix, digitCount: member["digits"]?.int ?? 16)
      else { throw bad("ranges", "a prefix of 6 to 12 digits, and 12 to 19 digits in all") }
      return range
    }
  }

  func limits() throws(RegistryError) -> [Limit] {
    try (value["limits"]?.array ?? []).map { member throws(RegistryError) in
      guard let limit = LimitText.limit(member) else {
        throw bad("limits", "usage, days, amountMinor and countMax")
      }
      return limit
    }
  }
}
