/// Something untidy, where it is and what to do instead.
struct Finding: Equatable, CustomStringConvertible {
  let path: String

  /// From 1; 0 where it is the whole file that is meant.
  let line: Int

  let message: String

  var description: String { line == 0 ? "\(path): \(message)" : "\(path):\(line): \(message)" }
}
