/// Why a spec file is not one: where in it, and what would be right.
public struct SpecFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Keys from the top of the file, such as `fields.55.sub.kind`; empty for the file itself.
  public var path: String
  public var problem: Problem
  /// 0-based, in bytes, where the file says it; nil for what it leaves out.
  public var offset: Int?

  init(_ problem: Problem, path: String, offset: Int? = nil) {
    self.problem = problem
    self.path = path
    self.offset = offset
  }

  public enum Problem: Hashable, Sendable {
    case notJSON(String)
    case unknownKey(allowed: [String])
    case missingKey(String)
    case wrongKind(expected: String)
    case unknownName(allowed: [String])
    case outOfRange(expected: String)
    case notASpec
    case chooseOne(names: [String])
    case noSuchSpec(names: [String])
    case contradiction(String)
  }

  public var description: String {
    path.isEmpty ? "spec file: \(text)" : "spec file at \(path): \(text)"
  }

  private var text: String {
    switch problem {
    case .notJSON(let reason): "not JSON: \(reason)"
    case .unknownKey(let allowed): "unknown key; allowed are \(allowed.joined(separator: ", "))"
    case .missingKey(let key): "the key \(key) is missing"
    case .wrongKind(let expected): "expected \(expected)"
    case .unknownName(let allowed): "unknown name; allowed are \(allowed.joined(separator: ", "))"
    case .outOfRange(let expected): "out of range: expected \(expected)"
    case .notASpec: "neither a spec (mti, bitmap, fields) nor a collection of specs"
    case .chooseOne(let names):
      "the file holds several specs: name one of \(Self.list(names))"
    case .noSuchSpec(let names): "the file has no spec of this name; it has \(Self.list(names))"
    case .contradiction(let reason): reason
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? shown + ", … (\(names.count) in all)" : shown
  }
}
