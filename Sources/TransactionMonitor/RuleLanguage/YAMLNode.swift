/// One value of a YAML file, and where it stands.
///
/// Scalars stay texts: what a text means is for its reader to say, not for YAML to guess (`NO` is
/// Norway, not a falsehood).
package struct YAMLNode: Sendable {
  package enum Kind: Sendable {
    case scalar(Scalar)
    case sequence([YAMLNode])
    case mapping([Member])
  }

  /// A key and its value.
  package struct Member: Sendable {
    package var key: String
    package var keyPosition: TextPosition
    package var value: YAMLNode
  }

  /// A text, and how it was written.
  package struct Scalar: Sendable {
    package var text: String
    package var style: Style
  }

  package enum Style: Sendable { case plain, singleQuoted, doubleQuoted, block }

  package var kind: Kind
  package var position: TextPosition

  /// The text, unless the value is something else.
  package var scalar: Scalar? {
    if case .scalar(let scalar) = kind { scalar } else { nil }
  }

  /// The elements, unless the value is no sequence.
  package var sequence: [YAMLNode]? {
    if case .sequence(let elements) = kind { elements } else { nil }
  }

  /// The members in the order of the file, unless the value is no mapping.
  package var mapping: [Member]? {
    if case .mapping(let members) = kind { members } else { nil }
  }

  /// What the value is, in words for an error.
  package var kindName: String {
    switch kind {
    case .scalar(let scalar): scalar.style == .plain && scalar.text.isEmpty ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
