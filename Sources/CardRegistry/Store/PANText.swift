internal import CardCore

/// How the state of a PAN stands in its row: JSON, with what is usual left out.
enum PANText {
  /// All of the state but its cards, which have rows of their own.
  static func detail(of state: PANState) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    write(state.standing, to: &writer)
    if let opposition = state.opposition {
      writer.key("opposition")
      write(opposition, to: &writer)
    }
    if state.pin != .absent { writer.field("pin", state.pin.description) }
    if state.pinLetterCount != 0 { writer.field("pinLetters", state.pinLetterCount) }
    if let day = state.pinLetterDue { writer.field("pinLetterDue", day.description) }
    if let day = state.pinLetterOrderedOn { writer.field("pinLetterOrderedOn", day.description) }
    if state.pinLettersThatDay != 0 {
      writer.field("pinLettersThatDay", state.pinLettersThatDay)
    }
    write(state.overrides, to: &writer)
    write("revocations", state.revocations.map(\.description), to: &writer)
    write("opposedPayments", state.opposedPayments, to: &writer)
    if state.isReplaced { writer.field("isReplaced", true) }
    writer.endObject()
    return writer.text
  }

  private static func write(_ standing: Standing, to writer: inout JSONWriter) {
    if standing.holder != .active { writer.field("holder", standing.holder.rawValue) }
    if standing.account != .open { writer.field("account", standing.account.rawValue) }
    if standing.contract != .inForce { writer.field("contract", standing.contract.rawValue) }
    if standing.isListed { writer.field("isListed", true) }
    if standing.isFragile { writer.field("isFragile", true) }
  }

  static func write(_ opposition: Opposition, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("number", opposition.number)
    writer.field("reason", opposition.motive.rawValue)
    writer.field("recordedAt", opposition.recorded.description)
    if let declared = opposition.declared { writer.field("declaredAt", declared.description) }
    writer.field("channel", opposition.channel.rawValue)
    writer.endObject()
  }

  private static func write(_ overrides: [LimitOverride], to writer: inout JSONWriter) {
    guard !overrides.isEmpty else { return }
    writer.beginArray("overrides")
    for override in overrides { write(override, to: &writer) }
    writer.endArray()
  }

  static func write(_ override: LimitOverride, to writer: inout JSONWriter) {
    writer.beginObject()
    LimitText.write(override.limit, to: &writer)
    writer.field("from", override.from.description)
    if let until = override.until { writer.field("until", until.description) }
    writer.endObject()
  }

  private static func write(_ name: String, _ values: [String], to writer: inout JSONWriter) {
    guard !values.isEmpty else { return }
    writer.beginArray(name)
    for value in values { writer.string(value) }
    writer.endArray()
  }

  // MARK: - Reading

  /// The state that ``detail(of:)`` wrote, without cards.
  ///
  /// - Throws: ``RegistryError/Code/damaged`` for any other text.
  static func state(product: String, detail: String) throws(RegistryError) -> PANState {
    let reader = try DetailReader(detail)
    var state = PANState(product: product, standing: try standing(reader))
    state.opposition = try reader.value["opposition"].map(opposition)
    state.pin = try reader.word("pin") { PINState($0) } ?? .absent
    state.pinLetterCount = reader.value["pinLetters"]?.int ?? 0
    state.pinLetterDue = try reader.word("pinLetterDue") { Day($0) }
    state.pinLetterOrderedOn = try reader.word("pinLetterOrderedOn") { Day($0) }
    state.pinLettersThatDay = reader.value["pinLettersThatDay"]?.int ?? 0
    state.overrides = try (reader.value["overrides"]?.array ?? []).map(override)
    state.revocations = try reader.words("revocations") { RecurringScope($0) }
    state.opposedPayments = try reader.words("opposedPayments") { $0 }
    state.isReplaced = reader.value["isReplaced"]?.bool ?? false
    return state
  }

  private static func standing(_ reader: DetailReader) throws(RegistryError) -> Standing {
    Standing(
      holder: try reader.word("holder", HolderStatus.init(rawValue:)) ?? .active,
      account: try reader.word("account", AccountStatus.init(rawValue:)) ?? .open,
      contract: try reader.word("contract", ContractStatus.init(rawValue:)) ?? .inForce,
      isListed: reader.value["isListed"]?.bool ?? false,
      isFragile: reader.value["isFragile"]?.bool ?? false)
  }

  static func opposition(_ value: JSONValue) throws(RegistryError) -> Opposition {
    let reader = DetailReader(value)
    guard let number = value["number"]?.string,
      let motive = try reader.word("reason", Reason.init(rawValue:)),
      let recorded = try reader.instant("recordedAt"),
      let channel = try reader.word("channel", Channel.init(rawValue:))
    else { throw DetailReader.damaged }
    return Opposition(
      number: number, motive: motive, recorded: recorded,
      declared: try reader.instant("declaredAt"), channel: channel)
  }

  static func override(_ value: JSONValue) throws(RegistryError) -> LimitOverride {
    let reader = DetailReader(value)
    guard let limit = LimitText.limit(value), let from = try reader.word("from", { Day($0) }),
      let override = LimitOverride(limit, from: from, until: try reader.word("until", { Day($0) }))
    else { throw DetailReader.damaged }
    return override
  }
}

/// How a limit stands in JSON.
enum LimitText {
  static func write(_ limit: Limit, to writer: inout JSONWriter) {
    writer.field("usage", limit.usage.rawValue)
    writer.field("days", limit.days)
    if let amount = limit.amountMinor { writer.field("amountMinor", amount) }
    if let count = limit.countMax { writer.field("countMax", count) }
  }

  static func limit(_ value: JSONValue) -> Limit? {
    guard let usage = value["usage"]?.string.flatMap(Usage.init(rawValue:)),
      let days = value["days"]?.int
    else { return nil }
    return Limit(
      usage, days: days, amountMinor: value["amountMinor"]?.int.map(Int64.init),
      countMax: value["countMax"]?.int)
  }
}

/// Reads the members of a stored object, each of which may be left out.
struct DetailReader {
  let value: JSONValue

  static let damaged = RegistryError(.damaged, "a row of the registry cannot be read")

  init(_ value: JSONValue) { self.value = value }

  init(_ text: String) throws(RegistryError) {
    guard let value = try? JSONReader().read(text) else { throw Self.damaged }
    self.value = value
  }

  /// The member as `make` reads it; nil where it is left out.
  func word<Word>(_ name: String, _ make: (String) -> Word?) throws(RegistryError) -> Word? {
    guard let member = value[name] else { return nil }
    guard let text = member.string, let word = make(text) else { throw Self.damaged }
    return word
  }

  func words<Word>(_ name: String, _ make: (String) -> Word?) throws(RegistryError) -> [Word] {
    try (value[name]?.array ?? []).map { member throws(RegistryError) in
      guard let text = member.string, let word = make(text) else { throw Self.damaged }
      return word
    }
  }

  func instant(_ name: String) throws(RegistryError) -> Instant? {
    try word(name) { try? Instant(rfc3339: $0) }
  }
}
