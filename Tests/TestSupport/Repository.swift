public import Foundation

/// The files of the checkout that the tests were compiled from.
public enum Repository {
  /// The folder that holds `Package.swift`.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The bytes of the file at `path`, relative to ``root``.
  public static func bytes(of path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: root.appending(path: path)))
  }

  /// The text of the file at `path`, relative to ``root``, which must be UTF-8.
  public static func text(of path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The bytes of a file of `TestVectors`, named relative to that folder.
  public static func vector(_ path: String) throws -> [UInt8] {
    try bytes(of: "TestVectors/\(path)")
  }

  /// The paths of every file under the folder at `path`, relative to ``root`` and sorted.
  ///
  /// Empty where there is no such folder.
  public static func files(under path: String) -> [String] {
    let folder = root.appending(path: path)
    let found = FileManager.default.enumerator(atPath: folder.path(percentEncoded: false))
    return (found?.compactMap { $0 as? String } ?? [])
      .filter { isFile("\(path)/\($0)") }
      .map { "\(path)/\($0)" }
      .sorted()
  }

  private static func isFile(_ path: String) -> Bool {
    let values = try? root.appending(path: path).resourceValues(forKeys: [.isRegularFileKey])
    return values?.isRegularFile ?? false
  }
}
