import Foundation
import ISO8583
import SpecImport

/// The specs of `TestVectors/specs`: between them they have every kind of field there is.
enum SyntheticSpecs {
  static let all = [read("every-composite"), read("every-encoding")]

  private static func read(_ name: String) -> MessageSpec {
    let path = "TestVectors/specs/\(name).json"
    // `Tools/fuzz` runs the fuzzer in the repository's root.
    guard let text = FileManager.default.contents(atPath: path) else {
      preconditionFailure("no file \(path) here")
    }
    do throws(SpecFileError) {
      return try SpecFile.read(Array(text))
    } catch {
      preconditionFailure("\(path): \(error)")
    }
  }
}
