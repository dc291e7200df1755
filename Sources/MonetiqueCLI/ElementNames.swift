import CardCore
import ISO8583

/// What the parts of a message are called, for people.
struct ElementNames {
  let spec: MessageSpec
  let edition: MessageSpec.Edition
  let language: Language

  /// - Parameters:
  ///   - mti: Tells the edition where the spec leaves it to each message.
  ///   - language: Of the standard's names; a spec's own are as it has them.
  init(spec: MessageSpec, mti: String?, language: Language = .english) {
    self.spec = spec
    self.language = language
    edition = spec.edition == .byMessage ? Self.edition(mti) : spec.edition
  }

  /// The spec's own name for the element, else the standard's.
  func name(of element: DataElement) -> String {
    let (own, standard) = (
      spec.elements[element.rawValue]?.name ?? "", element.name(in: edition)
    )
    guard own.isEmpty || own == standard else { return own }
    return language == .french ? element.frenchName(in: edition) : standard
  }

  /// The name of a subfield: the spec's, or that of a chip data object.
  func name(of key: String, inside subfields: Subfields?) -> String {
    switch subfields {
    case .positional(_, let fields, _): fields[key]?.name ?? ""
    case .bitmap(_, let fields): Int(key).flatMap { fields[$0]?.name } ?? ""
    case .tagged(_, let fields, let unknown): (fields[key] ?? unknown)?.name ?? ""
    case .ber(let fields, _):
      fields[key].flatMap { $0.name.isEmpty ? nil : $0.name } ?? BERTag(key: key)?.emvName ?? ""
    case nil: ""
    }
  }

  /// The subfields of `key`, for names further inside.
  func subfields(of key: String, inside subfields: Subfields?) -> Subfields? {
    switch subfields {
    case .positional(_, let fields, _): fields[key]?.subfields
    case .bitmap(_, let fields): Int(key).flatMap { fields[$0]?.subfields }
    case .tagged(_, let fields, let unknown), .ber(let fields, let unknown):
      (fields[key] ?? unknown)?.subfields
    case nil: nil
    }
  }

  private static func edition(_ mti: String?) -> MessageSpec.Edition {
    switch mti.flatMap({ MTI($0) })?.version {
    case .iso1993: .iso1993
    case .iso2003: .iso2003
    default: .iso1987
    }
  }
}
