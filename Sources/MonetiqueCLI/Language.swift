import ArgumentParser

/// The language of prose; machine output is the same in all.
enum Language: String, CaseIterable, ExpressibleByArgument, Sendable {
  case english = "en"
  case french = "fr"

  /// What the locale asks for: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides.
  static var ofLocale: Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale = names.lazy.compactMap(POSIXFile.environment).first ?? ""
    return locale.hasPrefix("fr") ? .french : .english
  }
}
