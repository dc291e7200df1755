/// Why a message that was read is no transaction: nothing says when it happened.
public enum TransactionError: Error, Hashable, Sendable {
  /// Its time has no year, and nothing before it had one either.
  case noYear
  /// It has none of the elements that tell a time.
  case noTime
  /// The elements that tell its time name no date or time that exists.
  case unreadableTime
}

extension TransactionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noYear: "DE 7 (transmission date and time): no source of the year"
    case .noTime: "the message says no time: DE 7 and DE 12 are absent"
    case .unreadableTime: "DE 7 and DE 12 name no date and time that exist"
    }
  }

  /// What can be done about it.
  public var hint: String {
    switch self {
    case .noYear: "give the date of the first message"
    case .noTime, .unreadableTime: "a log with a time stamp for each frame needs neither"
    }
  }
}
