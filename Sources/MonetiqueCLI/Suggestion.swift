import CardCore

/// "Did you mean": the known name nearest to one that is not known.
enum Suggestion {
  /// A hint with the nearest of `names`, if one is near enough to be a slip of the hand.
  static func hint(for name: String, among names: [String]) -> String? {
    NearestName.nearest(to: name, among: names).map { "did you mean \($0)?" }
  }
}
