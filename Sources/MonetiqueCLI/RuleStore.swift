import CardCore
import TransactionMonitor

/// Reads rule files, and says what is wrong with them.
enum RuleStore {
  /// Reads and compiles the rules of a source.
  ///
  /// - Throws: ``CommandError`` 66 for no such file, 78 for a file with mistakes, each of which has
  ///   been said.
  static func rules(_ source: InputSource, isJSON: Bool) throws(CommandError) -> RuleSet {
    let text = try source.read()
    do throws(RuleErrors) {
      return try RuleSet(yaml: text)
    } catch {
      report(error, source, text, isJSON: isJSON)
      throw .silent(.configuration)
    }
  }

  /// Says each mistake on standard error.
  ///
  /// - Parameter text: The rules, to tell where in them, in bytes, a mistake stands.
  static func report(
    _ errors: RuleErrors, _ source: InputSource, _ text: [UInt8], isJSON: Bool
  ) {
    for mistake in errors.errors {
      let notice = ErrorNotice(
        code: "badRules", message: "\(source.name): \(mistake)", path: source.name,
        offset: mistake.position.byteOffset(in: text), hint: mistake.suggestion)
      Console.report(notice, isJSON: isJSON)
    }
  }
}
