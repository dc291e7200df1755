internal import CardCore
internal import CardRegistry
public import ISO8583

/// How the three editions of ISO 8583 say that a card goes into a file, changes in it or leaves it.
///
///     edition   request   repeat   answer   act            done, or done before
///     1987      0302      0303     0312     DE 91 1 2 3    00 26 76
///     1993      1304      1305     1314     DE 24 301…303  300 303 308
///     2003      2304      2304     2314     DE 24 301…303  3000 3003 3008
///
/// 26, 303 and 3003 say that the record was there already and was replaced; 76, 308 and 3008 that
/// the holder stood in the file already and the record was kept: for an act that is sent twice both
/// are what was asked for. 2003 has no repeat of a message that comes from neither acquirer nor
/// issuer.
public enum FileActionVersion: String, Hashable, Sendable, CaseIterable {
  case iso1987, iso1993, iso2003

  /// The version of messages of `parser`'s spec; nil for a spec that leaves it to each message.
  public init?(of parser: MessageParser) {
    switch parser.spec.edition {
    case .iso1987: self = .iso1987
    case .iso1993: self = .iso1993
    case .iso2003: self = .iso2003
    case .byMessage: return nil
    }
  }

  /// The version of an answer to a file action; nil for any other message.
  init?(answer mti: MTI) {
    guard mti.kind == .fileAction, mti.phase == .answer else { return nil }
    switch mti.version {
    case .iso1987: self = .iso1987
    case .iso1993: self = .iso1993
    case .iso2003: self = .iso2003
    default: return nil
    }
  }

  /// The MTI of a message that is sent for the first time, or again.
  func mti(isRepeat: Bool) -> String {
    switch self {
    case .iso1987: isRepeat ? "0303" : "0302"
    case .iso1993: isRepeat ? "1305" : "1304"
    case .iso2003: "2304"
    }
  }

  /// Whether an answer's DE 39 says that the file is now as was asked.
  public func isTaken(_ code: String) -> Bool { taken.contains(code) }

  private var taken: Set<String> {
    switch self {
    case .iso1987: ["00", "26", "76"]
    case .iso1993: ["300", "303", "308"]
    case .iso2003: ["3000", "3003", "3008"]
    }
  }

  var stanDigitCount: Int { self == .iso2003 ? 12 : 6 }
}

/// What is done to a file of cards.
public enum FileAction: String, Hashable, Sendable, CaseIterable {
  case add, update, delete

  /// The act of an item of the outbox; nil for an item of another kind.
  public init?(itemKind: String) {
    switch Effect.Kind(rawValue: itemKind) {
    case .fileActionAdd: self = .add
    case .fileActionUpdate: self = .update
    case .fileActionDelete: self = .delete
    default: return nil
    }
  }

  /// DE 91 in 1987; the last digit of DE 24 in the others.
  var digit: String {
    switch self {
    case .add: "1"
    case .update: "2"
    case .delete: "3"
    }
  }
}
