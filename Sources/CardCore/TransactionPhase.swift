/// Where a message stands in its exchange: the second of the two answers that an MTI gives.
public enum TransactionPhase: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// Asks, and waits for an answer.
  case request = 1
  /// Says once more what a request, an advice or a notification said.
  case `repeat` = 2
  /// Answers a request.
  case answer = 3
  /// Tells what has happened, and waits for an acknowledgement.
  case advice = 4
  /// Acknowledges an advice.
  case adviceAnswer = 5
  /// Tells what has happened, and waits for nothing.
  case notification = 6

  /// The name in machine output, which stays.
  public var name: String {
    switch self {
    case .request: "request"
    case .repeat: "repeat"
    case .answer: "answer"
    case .advice: "advice"
    case .adviceAnswer: "adviceAnswer"
    case .notification: "notification"
    }
  }

  /// Finds a phase by its name; nil if there is none.
  public init?(name: some StringProtocol) {
    guard let phase = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = phase
  }
}
