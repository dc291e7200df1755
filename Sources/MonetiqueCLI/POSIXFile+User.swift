import Glibc

extension POSIXFile {
  /// The name of the user that this process acts for.
  static func userName() throws(CommandError) -> String {
    guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else {
      throw CommandError(
        "the operating system has no name for this user", .notAllowed, code: "unknownUser")
    }
    return unsafe String(cString: name)
  }
}
