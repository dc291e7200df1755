/// Why a command stops: one line, what to do about it, and the exit code.
struct CommandError: Error, Sendable {
  /// Without a value from a message; nil where everything has been said already.
  var message: String?
  var hint: String?
  var status: ExitStatus

  init(_ message: String, hint: String? = nil, _ status: ExitStatus) {
    self.message = message
    self.hint = hint
    self.status = status
  }

  private init(status: ExitStatus) {
    self.status = status
  }

  /// `message`, without the data that an argument may hold where no file is meant.
  func saidSafely(_ message: String) -> String {
    [.usage, .noInput].contains(status) ? ArgumentText.withoutData(message) : message
  }

  /// Ends with `status`, saying nothing more.
  static func silent(_ status: ExitStatus) -> CommandError { CommandError(status: status) }
}
