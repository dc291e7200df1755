/// What a person reads in place of a code: in English and in French.
public struct Labels: Hashable, Sendable {
  /// In lower case, as in the middle of a sentence.
  public let english: String
  /// In lower case, as in the middle of a sentence.
  public let french: String

  /// Takes the English words first.
  public init(_ english: String, _ french: String) {
    self.english = english
    self.french = french
  }
}

/// A closed list of codes: each is stored and sent as its raw value, and shown as its labels.
public protocol Labelled: RawRepresentable<String>, Hashable, Sendable, CaseIterable {
  /// What a person reads.
  var labels: Labels { get }
}

extension Labelled {
  /// Takes a code or a French label, case and accents as they are written here; nil for any other.
  public init?(named text: String) {
    if let exact = Self(rawValue: text) {
      self = exact
    } else if let labelled = Self.allCases.first(where: { $0.labels.french == text }) {
      self = labelled
    } else {
      return nil
    }
  }
}
