public import CardCore

/// The codes by which one dialect answers (DE 39): a table of conditions, as data.
///
/// Those that come with the library are in `answer-codes.json`; others are read from a file of the
/// same form, mostly as a few changes to one of them:
///
///     {"schema": "monetique-answer-dialect/1", "name": "acme", "base": "cb",
///      "codes": {"closed": "46"}, "pickUp": ["opposedForTheft", "withdrawn"]}
public struct AnswerCodes: Hashable, Sendable {
  /// What people call the dialect.
  public let name: String
  /// Whose list says what the codes mean.
  public let list: ResponseCode.Dialect
  private let doNotHonour: ResponseCode
  private let codes: [AnswerCondition: ResponseCode]
  private let keepers: Set<AnswerCondition>
  private let discreet: Set<AnswerCondition>

  /// The schema of a dialect file.
  public static let schema = "monetique-answer-dialect/1"

  /// The codes of a dialect that comes with the library.
  public static func standard(_ dialect: ResponseCode.Dialect) -> AnswerCodes {
    guard let own = shipped[dialect] else { preconditionFailure("every dialect has its codes") }
    return own
  }

  /// The code that answers a condition; "do not honour" where the dialect has no word for it.
  ///
  /// - Parameter isDiscreet: As in ``AnswerCondition/code(in:isDiscreet:)``.
  public func code(for condition: AnswerCondition, isDiscreet: Bool = false) -> ResponseCode {
    if isDiscreet, discreet.contains(condition) { return doNotHonour }
    return codes[condition] ?? doNotHonour
  }

  /// Whether the machine is asked to keep the card, which it only can where the card is.
  public func asksForPickUp(
    for condition: AnswerCondition, isCardPresent: Bool = true
  ) -> Bool {
    guard isCardPresent else { return false }
    if keepers.contains(condition) { return true }
    // Where the tries are used up, the dialect's own code says whether the card is kept.
    return condition == .pinTriesUsedUp && code(for: condition).asksForPickUp(in: list)
  }

  // MARK: - Files

  /// Reads a dialect file.
  ///
  /// - Parameter text: A JSON object; `signs` in it are not looked at here.
  /// - Throws: ``StoredFormError`` with the member; also for a code that would approve what is to
  ///   be declined.
  public init(file text: String) throws(StoredFormError) {
    let object = try StoredObject(
      text, at: "dialect", names: Self.names.union(["schema", "signs"]))
    _ = try object.value("schema", "\"\(Self.schema)\"") { $0.string == Self.schema ? true : nil }
    try self.init(object, among: Array(Self.shipped.values))
  }

  private static let names: Set<String> = [
    "name", "base", "list", "doNotHonour", "codes", "pickUp", "discreet",
  ]

  private init(
    _ object: StoredObject, among others: [AnswerCodes]
  ) throws(StoredFormError) {
    let base = try object.optional("base") { name in others.first { $0.name == name } }
    name = try object.code("name") { (1...32).contains($0.utf8.count) ? $0 : nil }
    guard
      let list = try object.optional("list", ResponseCode.Dialect.init(name:)) ?? base?.list
    else { throw StoredFormError(path: "dialect.list", expected: "whose codes it has, or a base") }
    self.list = list
    guard let plain = try object.optional("doNotHonour", { ResponseCode($0) }) ?? base?.doNotHonour
    else { throw StoredFormError(path: "dialect.doNotHonour", expected: "a code, or a base") }
    doNotHonour = plain
    keepers = try Self.conditions("pickUp", of: object) ?? base?.keepers ?? []
    discreet = try Self.conditions("discreet", of: object) ?? base?.discreet ?? []
    codes = (base?.codes ?? [:]).merging(try Self.codes(of: object)) { $1 }
    guard codes[.approved] != nil else {
      throw StoredFormError(path: "dialect.codes.approved", expected: "a code, or a base")
    }
    for condition in AnswerCondition.allCases where !condition.isGood {
      guard code(for: condition) != codes[.approved],
        !code(for: condition).isApproved(in: list)
      else {
        throw StoredFormError(
          path: "dialect.codes.\(condition.rawValue)", expected: "a code that approves nothing")
      }
    }
  }

  private static func conditions(
    _ name: String, of object: StoredObject
  ) throws(StoredFormError) -> Set<AnswerCondition>? {
    guard object.has(name) else { return nil }
    return Set(try object.codes(name, AnswerCondition.init(rawValue:)))
  }

  private static func codes(
    of object: StoredObject
  ) throws(StoredFormError) -> [AnswerCondition: ResponseCode] {
    guard object.has("codes") else { return [:] }
    var codes: [AnswerCondition: ResponseCode] = [:]
    let members = try object.value("codes", "an object") { $0.object }.members
    for (index, member) in members.enumerated() {
      guard let condition = AnswerCondition(rawValue: member.name) else {
        throw StoredFormError(
          path: "dialect.codes, member \(index + 1)", expected: "the name of a condition")
      }
      guard let code = member.value.string.flatMap({ ResponseCode($0) }) else {
        throw StoredFormError(
          path: "dialect.codes.\(member.name)", expected: "one to four letters or digits")
      }
      codes[condition] = code
    }
    return codes
  }

  // MARK: - What comes with the library

  private static let shipped: [ResponseCode.Dialect: AnswerCodes] = {
    do {
      let text = String(decoding: PackageResources.answer_codes_json, as: UTF8.self)
      let file = try StoredObject(text, at: "dialects", names: ["schema", "dialects"])
      var all: [AnswerCodes] = []
      let objects = try file.list("dialects") { (value, path) throws(StoredFormError) in
        try StoredObject(value, at: path, names: names)
      }
      for object in objects { all.append(try AnswerCodes(object, among: all)) }
      return Dictionary(uniqueKeysWithValues: all.map { ($0.list, $0) })
    } catch {
      preconditionFailure("the codes that come with the library cannot be read: \(error)")
    }
  }()
}

extension ResponseCode.Dialect {
  /// The name in files and options.
  public var name: String {
    switch self {
    case .iso1987: "iso1987"
    case .cb: "cb"
    case .visaMastercard: "visaMastercard"
    case .iso1993: "iso1993"
    case .iso2003: "iso2003"
    }
  }

  /// Finds a dialect by its name; nil if there is none.
  public init?(name: String) {
    guard let own = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = own
  }
}
