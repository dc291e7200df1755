/// The data objects of chip cards by how much of them may be shown.
///
/// Source: the data elements dictionary of EMV Book 3, annex A; `9F6B` is track 2 of contactless
/// kernel 2.
enum CardDataTags {
  enum Secrecy {
    /// The card number, packed, filled with F.
    case cardNumber
    case track1, track2
    /// Nothing of it is shown.
    case whole
    /// Characters, searched for card numbers as such.
    case text
    /// Cannot hold a card number, however much its digits look like one.
    case none
    /// Searched for card numbers.
    case unknown
  }

  static func secrecy(of key: String) -> Secrecy {
    switch key.uppercased() {
    case "5A": .cardNumber
    case "56": .track1
    case "57", "9F6B": .track2
    // Discretionary data of tracks 1 and 2, transaction PIN data.
    case "9F1F", "9F20", "99": .whole
    // The holder's name.
    case "5F20", "9F0B": .whole
    // Names of applications.
    case "50", "9F12": .text
    // Identifiers, cryptograms, names of a terminal and a merchant.
    case "4F", "84", "91", "9F06", "9F10", "9F16", "9F1C", "9F1E", "9F26", "9F4E":
      .none
    default: .unknown
    }
  }

  static func isConstructed(_ key: String) -> Bool { BERTag(key: key)?.isConstructed ?? false }
}
