internal import Yams

/// What Yams says of a text that is no YAML, in the words of a rule file's errors.
struct YAMLFailure {
  let error: RuleError

  init(_ failure: any Error) {
    error = Self.error(failure as? YamlError)
  }

  private static func error(_ failure: YamlError?) -> RuleError {
    let start = TextPosition(line: 1, column: 1)
    switch failure {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let place = TextPosition(line: mark.line, column: mark.column)
      if problem.contains("alias") {
        return RuleError("aliases are not allowed", at: place, suggestion: "repeat the value")
      }
      let words = context.map { "\($0.text), " } ?? ""
      return RuleError(
        "not YAML: \(words)\(problem)", at: place,
        suggestion: "check the indentation, and put quotes around a text with : # , or [ in it")
    case .duplicatedKeysInMapping(_, let context):
      let mark = context.mark
      return RuleError(
        "the same key stands twice in one mapping",
        at: TextPosition(line: max(1, mark.line), column: max(1, mark.column)),
        suggestion: "keep one of the two")
    case .reader(let problem, _, _, _):
      return RuleError(
        "not YAML: \(problem)", at: start, suggestion: "leave out control characters")
    default:
      return RuleError("not YAML", at: start, suggestion: "check the file with a YAML editor")
    }
  }
}
