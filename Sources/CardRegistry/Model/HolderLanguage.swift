/// In which language a holder is written to.
public enum HolderLanguage: String, Labelled {
  case french = "fr"
  case english = "en"

  public var labels: Labels {
    switch self {
    case .french: Labels("French", "français")
    case .english: Labels("English", "anglais")
    }
  }
}
