/// Keeps a mistyped path from costing a file: what is read or written is not written over.
enum OutputPaths {
  /// - Parameters:
  ///   - outputs: Each option with the path that it was given, if any.
  ///   - files: The paths of all that is read.
  /// - Throws: ``CommandError`` (64) where an output is one of the files, or another output, under
  ///   whatever name.
  static func check(
    outputs: [(option: String, path: String?)], against files: [String]
  ) throws(CommandError) {
    var taken = files.compactMap { path in
      POSIXFile.identity(path).map { (identity: $0, name: path) }
    }
    var names: [(name: String, option: String)] = []
    for (option, path) in outputs {
      guard let path else { continue }
      // Devices such as /dev/null take what several write.
      if POSIXFile.exists(path), POSIXFile.identity(path) == nil { continue }
      if let same = names.first(where: { $0.name == path }) {
        throw refusal(option, path, "\(same.option) writes there too")
      }
      names.append((path, option))
      guard let identity = POSIXFile.identity(path) else { continue }
      if let same = taken.first(where: { $0.identity == identity }) {
        throw refusal(option, path, "it would be written over: it is \(same.name), which is read")
      }
      taken.append((identity, path))
    }
  }

  private static func refusal(_ option: String, _ path: String, _ why: String) -> CommandError {
    CommandError(
      "\(option) \(path): \(why)", hint: "name another file", .usage, code: "outputTaken",
      path: path)
  }
}
