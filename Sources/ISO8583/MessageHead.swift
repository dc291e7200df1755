import CardCore

/// What an MTI says.
struct MessageHead {
  let number: UInt64
  let mti: MTI
  let kind: TransactionKind
  let phase: TransactionPhase
  /// Whose numbers the elements have: 1987 where the MTI says none of the three.
  let edition: MessageSpec.Edition

  /// - Parameter edition: That of the spec.
  /// - Returns: nil where the MTI says nothing of a kind.
  init?(number: UInt64, edition: MessageSpec.Edition) {
    guard let mti = MTI(Int(number)), let kind = mti.kind, let phase = mti.phase else {
      return nil
    }
    self.number = number
    self.mti = mti
    self.kind = kind
    self.phase = phase
    switch (edition, mti.version) {
    case (.byMessage, .iso1993): self.edition = .iso1993
    case (.byMessage, .iso2003): self.edition = .iso2003
    case (.byMessage, _): self.edition = .iso1987
    default: self.edition = edition
    }
  }

  /// The same for a message and its repeats.
  var hashSeed: UInt64 { phase == .repeat ? number & ~1 : number }
}
