/// A fraud, a fault or an incident that is under way.
struct Episode {
  let kind: TruthKind
  /// `card`, `terminal`, `bin`, `issuer`, `acquirer` or `all`, as in alerts.
  let subject: String
  /// What may be printed of the subject.
  let key: String
  /// Milliseconds since 1970.
  var from: Int64
  var to: Int64
  var sequences: [UInt64] = []
  /// Where damaged messages stand, which have no sequence number.
  var offsets: [UInt64] = []
  /// Messages that an incident reached, or kept from coming.
  var reached = 0
  /// Messages and payments to come, and the episode's own time.
  var open = 1
}
