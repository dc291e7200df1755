public import CardCore
internal import CardRegistry
internal import ISO8583

/// Where a dialect's messages say what no element of the standard says: that a payment recurs, that
/// the holder was authenticated, what is printed on the card.
///
/// Data, not code: `answers.json` has what comes with the library, a dialect file brings its own.
public struct MessageSigns: Hashable, Sendable {
  /// A place in a message, and what stands there.
  public struct Place: Hashable, Sendable {
    /// The number of an element and, after dots, the keys of its subfields: `48.92`.
    public let path: [String]
    /// The first character that counts, from 1.
    public let at: Int
    /// How many characters count; all that follow if nil.
    public let length: Int?
    /// What they are to be; anything if empty.
    public let values: [String]
  }

  /// Any of them makes a payment a recurring one, as does DE 22 from 1993 on.
  public let recurring: [Place]
  /// Any of them shows that the holder was authenticated for a remote payment.
  public let authenticated: [Place]
  /// The first that is there has the value that is printed on the card (CVV2).
  public let verificationValue: [Place]
  /// Which lines of business are quasi-cash.
  public let quasiCash: Set<MCC>

  private static let names: Set<String> = [
    "recurring", "authenticated", "verificationValue", "quasiCash",
  ]

  /// Reads the object `signs` of a dialect file; what it does not say is as in `base`.
  init(_ value: JSONValue, at path: String, over base: MessageSigns?) throws(DialectError) {
    guard let object = value.object else { throw DialectError(path, "an object") }
    if let unknown = object.members.firstIndex(where: { !Self.names.contains($0.name) }) {
      throw DialectError("\(path), member \(unknown + 1)", "a known name")
    }
    recurring = try Self.places("recurring", object, path) ?? base?.recurring ?? []
    authenticated = try Self.places("authenticated", object, path) ?? base?.authenticated ?? []
    verificationValue =
      try Self.places("verificationValue", object, path) ?? base?.verificationValue ?? []
    quasiCash = try Self.categories(object, path) ?? base?.quasiCash ?? []
  }

  private static func places(
    _ name: String, _ object: JSONObject, _ path: String
  ) throws(DialectError) -> [Place]? {
    guard let member = object[name] else { return nil }
    guard let elements = member.array else { throw DialectError("\(path).\(name)", "an array") }
    var places: [Place] = []
    for (index, element) in elements.enumerated() {
      guard let place = Place(element) else {
        throw DialectError(
          "\(path).\(name)[\(index)]", "an object of path, at, length and equals")
      }
      places.append(place)
    }
    return places
  }

  private static func categories(
    _ object: JSONObject, _ path: String
  ) throws(DialectError) -> Set<MCC>? {
    guard let member = object["quasiCash"] else { return nil }
    let codes = member.array?.map { $0.string.flatMap { MCC($0) } } ?? [nil]
    guard codes.allSatisfy({ $0 != nil }) else {
      throw DialectError("\(path).quasiCash", "an array of categories of four digits")
    }
    return Set(codes.compactMap(\.self))
  }
}

extension MessageSigns.Place {
  fileprivate init?(_ value: JSONValue) {
    guard let object = value.object,
      object.members.allSatisfy({ ["path", "at", "length", "equals"].contains($0.name) }),
      let path = object["path"]?.string
    else { return nil }
    self.path = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let number = self.path.first.flatMap({ Int($0) }), (2...192).contains(number) else {
      return nil
    }
    at = object["at"].map { $0.int ?? 0 } ?? 1
    length = object["length"].map { $0.int ?? 0 }
    let texts = object["equals"].map { $0.array?.map(\.string) ?? [nil] } ?? []
    values = texts.compactMap(\.self)
    guard at >= 1, length.map({ $0 >= 1 }) ?? true, values.count == texts.count else { return nil }
  }

  /// What stands there, if it is what it is to be.
  func text(in message: Message) -> String? {
    guard let number = path.first.flatMap({ Int($0) }),
      let whole = text(of: DataElement(rawValue: number), in: message)
    else { return nil }
    let characters = whole.dropFirst(at - 1).prefix(length ?? .max)
    guard !characters.isEmpty, length.map({ characters.count == $0 }) ?? true else { return nil }
    let text = String(characters)
    return values.isEmpty || values.contains(text) ? text : nil
  }

  private func text(of element: DataElement, in message: Message) -> String? {
    guard message.contains(element) else { return nil }
    guard path.count > 1 else { return message.text(of: element) }
    guard var value = try? message.value(of: element) else { return nil }
    for key in path.dropFirst() {
      guard let inner = value[key] else { return nil }
      value = inner
    }
    switch value {
    case .text(let text): return text
    case .bytes(let bytes), .undecoded(let bytes):
      return bytes.allSatisfy { (0x20...0x7E).contains($0) }
        ? String(decoding: bytes, as: UTF8.self) : nil
    case .fields: return nil
    }
  }
}

/// Why a dialect file was refused: where, and what was expected; never a value.
public struct DialectError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let expected: String

  init(_ path: String, _ expected: String) {
    self.path = path
    self.expected = expected
  }

  init(_ error: StoredFormError) { self.init(error.path, error.expected) }

  public var description: String { "\(path): expected \(expected)" }
}
