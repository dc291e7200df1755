import CardCore
import TransactionMonitor

/// Reads rule files, and says what is wrong with them.
enum RuleStore {
  /// Reads and compiles the rules in `path`; those that ship where there is none.
  ///
  /// - Throws: ``CommandError`` 66 for no such file, 78 for a file with mistakes, each of which has
  ///   been said.
  static func rules(_ path: String?, isJSON: Bool) throws(CommandError) -> RuleSet {
    guard let path else { return .standard }
    let text = try POSIXFile.read(path)
    do throws(RuleErrors) {
      return try RuleSet(yaml: text)
    } catch {
      for mistake in error.errors { Console.report(notice(mistake, path), isJSON: isJSON) }
      throw .silent(.configuration)
    }
  }

  static func notice(_ error: RuleError, _ path: String) -> ErrorNotice {
    ErrorNotice(
      code: "badRules", message: "\(path): \(error)", path: path, hint: error.suggestion)
  }
}
