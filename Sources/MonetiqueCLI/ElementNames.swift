import CardCore
import ISO8583

/// What the parts of a message are called, for people.
struct ElementNames {
  let spec: MessageSpec
  let edition: MessageSpec.Edition

  /// - Parameter mti: Tells the edition where the spec leaves it to each message.
  init(spec: MessageSpec, mti: String?) {
    self.spec = spec
    edition = spec.edition == .byMessage ? Self.edition(mti) : spec.edition
  }

  /// The spec's own name for the element, else the standard's.
  func name(of element: DataElement) -> String {
    let own = spec.elements[element.rawValue]?.name ?? ""
    return own.isEmpty ? element.name(in: edition) : own
  }

  /// The name of a subfield: the spec's, or that of a chip data object.
  func name(of key: String, inside subfields: Subfields?) -> String {
    switch subfields {
    case .positional(_, let fields, _): fields[key]?.name ?? ""
    case .bitmap(_, let fields): Int(key).flatMap { fields[$0]?.name } ?? ""
    case .tagged(_, let fields, let unknown): (fields[key] ?? unknown)?.name ?? ""
    case .ber(let fields, _):
      fields[key].flatMap { $0.name.isEmpty ? nil : $0.name } ?? ChipTags.name(of: key) ?? ""
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
