extension RuleSet {
  /// The text of the rule file that ships with the monitor, commented in English and French.
  public static let defaultText = PackageResources.default_rules_yaml

  /// The rules that ship with the monitor.
  public static let standard: RuleSet = {
    do throws(RuleErrors) {
      return try RuleSet(yaml: defaultText)
    } catch {
      preconditionFailure("the rules that ship are right: \(error)")
    }
  }()
}
