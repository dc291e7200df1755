/// Something that is wrong for a time, and whom it reaches.
struct Incident {
  let kind: TruthKind
  let episode: Int32
  let from: Int64
  let to: Int64
  /// An acquirer's place, a BIN's, or a terminal; -1 for all.
  let subject: Int
  /// Of the messages it reaches, how many it changes, 0 to 1.
  var share = 1.0
  /// Of a clock: how far it is wrong, in milliseconds.
  var skew: Int64 = 0
  var outcome = Outcome.declined
}
