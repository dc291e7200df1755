public import ISO8583

/// A spec read from another program's form, and what of it could not be carried over.
public struct ImportedSpec: Sendable {
  public var spec: MessageSpec
  public var notes: [Note]

  /// One thing that the other form says and the spec does not, or says otherwise.
  public struct Note: Sendable, Hashable, CustomStringConvertible {
    /// The element, with the keys that lead into it, such as `48.3`; empty for the whole file.
    public var path: String
    public var text: String
    /// Whether messages that use it cannot be read by the spec.
    public var isLoss: Bool

    public var description: String { path.isEmpty ? text : "DE \(path): \(text)" }
  }
}

extension ImportedSpec {
  /// A name of the file as a note may show it: printable, and cut where it is long.
  static func shown(_ name: String) -> String {
    let plain = name.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F }.prefix(60)
    return plain.isEmpty ? "(none)" : String(String.UnicodeScalarView(plain))
  }
}

extension [ImportedSpec.Note] {
  mutating func add(_ path: String, _ text: String, isLoss: Bool) {
    append(ImportedSpec.Note(path: path, text: text, isLoss: isLoss))
  }
}

/// Why a file of another program's form cannot be read.
public struct SpecImportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// 1-based; nil where the file as a whole is meant.
  public var line: Int?
  /// The element concerned, where there is one.
  public var path: String
  public var reason: String

  init(_ reason: String, path: String = "", line: Int? = nil) {
    self.reason = reason
    self.path = path
    self.line = line
  }

  public var description: String {
    let place = line.map { "line \($0): " } ?? ""
    return place + (path.isEmpty ? "" : "DE \(path): ") + reason
  }
}
