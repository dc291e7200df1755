import Foundation

/// Rules for any tracked text: reminders, paths of a machine, and what the readmes must name.
enum TextRules {
  /// Spelled in two parts, so that this file does not break its own rules.
  ///
  /// The third word of that kind is left out: it is the code of "no currency" in ISO 4217.
  private static let reminders = ["FIX" + "ME", "TO" + "DO"]

  private static let machinePaths = ["/wo" + "rk/", "/ro" + "ot/", "/opt" + "/swift"]

  /// Reminders of work not done, in code or comments.
  static func reminderFindings(path: String, text: String) -> [Finding] {
    findings(of: reminders, path: path, text: text) {
      "\($0) left behind: finish it, or write an issue"
    }
  }

  /// Paths that exist on one machine only.
  static func machineFindings(path: String, text: String) -> [Finding] {
    findings(of: machinePaths, path: path, text: text) {
      "a path of one machine, \($0): write it relative to the repository"
    }
  }

  /// Vector files that the readme's table names neither by path nor by a folder ending in `/`.
  ///
  /// - Parameter files: Paths relative to the readme's folder.
  static func unnamedVectors(_ files: [String], readme: String) -> [Finding] {
    files.filter { $0 != "README.md" && !isNamed($0, in: readme) }.map {
      let message = "not in TestVectors/README.md: add what it is, its source and its licence"
      return Finding(path: "TestVectors/\($0)", line: 0, message: message)
    }
  }

  private static func isNamed(_ file: String, in readme: String) -> Bool {
    if readme.contains("`\(file)`") { return true }
    let folders = file.split(separator: "/").dropLast()
    return folders.indices.contains { index in
      readme.contains("`\(folders[...index].joined(separator: "/"))/`")
    }
  }

  private static func findings(
    of words: [String], path: String, text: String, message: (String) -> String
  ) -> [Finding] {
    guard words.contains(where: text.contains) else { return [] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().flatMap { index, line in
      words.filter { line.contains($0) }.map {
        Finding(path: path, line: index + 1, message: message($0))
      }
    }
  }
}
