import CardCore
import ISO8583
import SpecImport

/// Finds specs: those that come with the program by name, others by file.
enum SpecStore {
  /// Finds the spec that `reference` names: a built-in name, `FILE`, or `FILE#NAME`.
  ///
  /// - Throws: ``CommandError``: 64 for an unknown name, 66 for no such file, 78 for a file that is
  ///   no spec.
  private static func spec(_ reference: String) throws(CommandError) -> MessageSpec {
    if let spec = MessageSpec.builtIn(named: reference) { return spec }
    let (path, name) = split(reference)
    guard POSIXFile.exists(path) else { throw unknown(reference, path: path) }
    let text = try POSIXFile.read(path)
    do throws(SpecFileError) {
      return try SpecFile.read(text, named: name)
    } catch {
      throw CommandError(
        "\(path): \(error)", hint: hint(for: error, name: name), .configuration,
        code: "badSpec", path: path)
    }
  }

  /// Finds the spec that `reference` names and compiles it.
  ///
  /// - Throws: ``CommandError`` 64 for an unknown name, 66 for no such file, 78 for a
  ///   file that is no spec or a spec that contradicts itself.
  static func parser(_ reference: String) throws(CommandError) -> MessageParser {
    if let parser = MessageParser.builtIn(named: reference) { return parser }
    let spec = try spec(reference)
    do throws(SpecError) {
      return try MessageParser(spec)
    } catch {
      throw CommandError("\(reference): \(error)", .configuration, code: "badSpec", path: reference)
    }
  }

  private static func split(_ reference: String) -> (path: String, name: String?) {
    guard !POSIXFile.exists(reference), let mark = reference.lastIndex(of: "#") else {
      return (reference, nil)
    }
    return (String(reference[..<mark]), String(reference[reference.index(after: mark)...]))
  }

  private static func unknown(_ reference: String, path: String) -> CommandError {
    if path.contains("/") || path.hasSuffix(".json") {
      return CommandError("\(path): no such file", .noInput, code: "noSuchFile", path: path)
    }
    let names = BuiltInSpec.all.map(\.name)
    return CommandError(
      "no spec is called \(reference)",
      hint: Suggestion.hint(for: reference, among: names)
        ?? "monetique iso specs list shows them; a file is given as FILE or FILE#NAME",
      .usage, code: "unknownSpec")
  }

  private static func hint(for error: SpecFileError, name: String?) -> String? {
    switch error.problem {
    case .noSuchSpec(let names): name.flatMap { Suggestion.hint(for: $0, among: names) }
    case .chooseOne: "give it as FILE#NAME"
    default: nil
    }
  }
}
