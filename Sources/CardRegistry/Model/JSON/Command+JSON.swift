internal import CardCore

extension Command {
  private static let names: Set<String> = [
    "verb", "card", "reason", "detail", "key", "maker", "role", "channel", "effective",
    "recorded", "checker", "checkerRole",
  ]

  /// The command as a JSON object on one line.
  public var json: String { JSONWriter.line(write) }

  /// What makes two commands the same: everything but who did it when, and its key.
  public var fingerprintText: String { JSONWriter.line(writeSubstance) }

  private func writeSubstance(to writer: inout JSONWriter) {
    writer.field("verb", verb.rawValue)
    writer.optional("card", card?.description)
    writer.optional("reason", reason?.rawValue)
    detail.write("detail", to: &writer)
  }

  /// Writes the members of ``json`` into an object that is open.
  func write(to writer: inout JSONWriter) {
    writeSubstance(to: &writer)
    writer.field("key", idempotencyKey)
    writer.field("maker", maker.name)
    writer.field("role", maker.role.rawValue)
    writer.field("channel", channel.rawValue)
    writer.field("effective", effective.description)
    writer.field("recorded", recorded.description)
    writer.optional("checker", checker?.name)
    writer.optional("checkerRole", checker?.role.rawValue)
  }

  /// Reads the text that ``json`` writes.
  public init(json text: String) throws(StoredFormError) {
    let object = try StoredObject(text, at: "command", names: Self.names)
    var checker: Maker?
    if object.has("checker") {
      checker = Maker(
        try object.text("checker"), try object.code("checkerRole", Role.init(rawValue:)))
    }
    let detail: CommandDetail =
      object.has("detail")
      ? try CommandDetail(try object.value("detail", "an object") { $0 }, at: "command.detail")
      : .none
    self.init(
      try object.code("verb", Verb.init(rawValue:)),
      card: try object.optional("card", CardKey.init),
      reason: try object.optional("reason", Reason.init(rawValue:)), detail: detail,
      idempotencyKey: try object.text("key"),
      maker: Maker(try object.text("maker"), try object.code("role", Role.init(rawValue:))),
      channel: try object.code("channel", Channel.init(rawValue:)),
      effective: try object.time("effective"), recorded: try object.time("recorded"),
      checker: checker)
  }
}

extension CommandDetail {
  func write(_ name: String, to writer: inout JSONWriter) {
    if self == .none { return }
    writer.beginObject(name)
    switch self {
    case .none: break
    case .order(let inheritance): inheritance.write(to: &writer)
    case .cause(let reason): writer.field("cause", reason.rawValue)
    case .opposition(let number, let declared):
      writer.field("number", number)
      writer.optional("declared", declared)
    case .letter(let sentOn): writer.field("letterSentOn", sentOn.description)
    case .identity(let isChecked): writer.field("isIdentityChecked", isChecked)
    case .shipment(let tracking): writer.field("tracking", tracking)
    case .pinTry(let isCorrect): writer.field("isPINCorrect", isCorrect)
    case .payment(let reference, let isCredited):
      writer.field("payment", reference)
      writer.field("isCredited", isCredited)
    case .recurring(let scope): writer.field("recurring", scope.description)
    case .limit(let override): override.write(to: &writer)
    case .renewal(let policy): writer.field("renewal", policy.description)
    case .standing(let change): writer.field("standing", change.description)
    }
    writer.endObject()
  }

  /// The first member of each form tells which it is.
  init(_ value: JSONValue, at path: String) throws(StoredFormError) {
    let object = try StoredObject(value, at: path, names: Self.names)
    if object.has("usage") {
      self = .limit(try LimitOverride(value, at: path))
    } else if object.has("cause") {
      self = .cause(try object.code("cause", Reason.init(rawValue:)))
    } else if object.has("number") {
      self = .opposition(
        number: try object.text("number"), declared: try object.optionalTime("declared"))
    } else if object.has("letterSentOn") {
      self = .letter(sentOn: try object.code("letterSentOn", Day.init))
    } else if object.has("isIdentityChecked") {
      self = .identity(isChecked: try object.bool("isIdentityChecked"))
    } else if object.has("tracking") {
      self = .shipment(tracking: try object.text("tracking"))
    } else {
      self = try CommandDetail(number: object)
    }
  }

  private init(number object: StoredObject) throws(StoredFormError) {
    if object.has("isPINCorrect") {
      self = .pinTry(isCorrect: try object.bool("isPINCorrect"))
    } else if object.has("payment") {
      self = .payment(
        reference: try object.text("payment"), isCredited: try object.bool("isCredited"))
    } else if object.has("recurring") {
      self = .recurring(try object.code("recurring", RecurringScope.init))
    } else if object.has("renewal") {
      self = .renewal(try object.code("renewal", RenewalPolicy.init))
    } else if object.has("standing") {
      self = .standing(try object.code("standing", StandingChange.init))
    } else {
      self = .order(try Inheritance(object))
    }
  }

  private static let names = LimitOverride.names.union([
    "cause", "number", "declared", "letterSentOn", "isIdentityChecked", "tracking",
    "isPINCorrect", "payment", "isCredited", "recurring", "renewal", "standing", "inherits",
    "overrides", "revocations",
  ])
}

extension CommandDetail.Inheritance {
  func write(to writer: inout JSONWriter) {
    writer.field("inherits", true)
    LimitOverride.write(overrides, to: &writer)
    writer.texts("revocations", revocations.map(\.description))
  }

  init(_ object: StoredObject) throws(StoredFormError) {
    _ = try object.bool("inherits")
    self.init(
      overrides: try object.list("overrides", LimitOverride.init),
      revocations: try object.codes("revocations", RecurringScope.init))
  }
}
