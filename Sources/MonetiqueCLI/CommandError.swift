/// Why a command stops: one line, what to do about it, and the exit code.
struct CommandError: Error, Sendable {
  /// Without a value from a message; nil where everything has been said already.
  var message: String?
  var hint: String?
  var status: ExitStatus
  /// A stable name: programs read it.
  var code: String
  /// The file, or the place in a message.
  var path: String?
  /// 0-based, in bytes.
  var offset: Int?

  init(
    _ message: String, hint: String? = nil, _ status: ExitStatus, code: String? = nil,
    path: String? = nil, offset: Int? = nil
  ) {
    self.message = message
    self.hint = hint
    self.status = status
    self.code = code ?? "\(status)"
    self.path = path
    self.offset = offset
  }

  private init(status: ExitStatus) {
    self.status = status
    code = "\(status)"
  }

  /// `message`, without the data that an argument may hold where no file is meant.
  func saidSafely(_ message: String) -> String {
    [.usage, .noInput].contains(status) ? ArgumentText.withoutData(message) : message
  }

  /// Ends with `status`, saying nothing more.
  static func silent(_ status: ExitStatus) -> CommandError { CommandError(status: status) }
}
