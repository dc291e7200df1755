public import CardCore
public import CardRegistry
internal import ISO8583

/// How an issuer speaks with one network: its codes (DE 39), and where its messages say what the
/// standard leaves open.
public struct IssuerDialect: Hashable, Sendable {
  public let codes: AnswerCodes
  public let signs: MessageSigns

  /// A dialect that comes with the library.
  public static func standard(_ dialect: ResponseCode.Dialect) -> IssuerDialect {
    guard let signs = shipped.signs[dialect.name] else {
      preconditionFailure("every dialect has its signs")
    }
    return IssuerDialect(codes: .standard(dialect), signs: signs)
  }

  private init(codes: AnswerCodes, signs: MessageSigns) {
    self.codes = codes
    self.signs = signs
  }

  /// Reads a dialect file: what it does not say is as in the dialect that it names as `base`.
  ///
  ///     {"schema": "monetique-answer-dialect/1", "name": "acme", "base": "cb",
  ///      "codes": {"closed": "46"},
  ///      "signs": {"recurring": [{"path": "48.22", "equals": ["R"]}]}}
  ///
  /// - Throws: ``DialectError``.
  public init(file text: String) throws(DialectError) {
    do throws(StoredFormError) {
      codes = try AnswerCodes(file: text)
    } catch {
      throw DialectError(error)
    }
    let file = try? JSONReader().read(text)
    let base = Self.shipped.signs[file?["base"]?.string ?? codes.list.name]
    let own = file?["signs"] ?? JSONValue(.object(JSONObject()))
    signs = try MessageSigns(own, at: "dialect.signs", over: base)
  }

  /// The elements of a request that its answer repeats, in an edition of the standard.
  static func echo(_ version: MTI.Version?) -> [DataElement] {
    let name =
      switch version {
      case .iso1993: "1993"
      case .iso2003: "2003"
      default: "1987"
      }
    return shipped.echo[name] ?? []
  }

  private static let shipped: (signs: [String: MessageSigns], echo: [String: [DataElement]]) = {
    do {
      let file = try JSONReader().read(PackageResources.answers_json)
      var signs: [String: MessageSigns] = [:]
      for member in file["signs"]?.object?.members ?? [] {
        signs[member.name] = try MessageSigns(member.value, at: member.name, over: nil)
      }
      var echo: [String: [DataElement]] = [:]
      for member in file["echo"]?.object?.members ?? [] {
        let numbers = member.value.array?.compactMap(\.int) ?? []
        echo[member.name] = numbers.map { DataElement(rawValue: $0) }
      }
      return (signs, echo)
    } catch {
      preconditionFailure("what comes with the library cannot be read: \(error)")
    }
  }()
}
