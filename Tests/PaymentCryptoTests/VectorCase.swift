import CardCore
import PaymentCrypto
import TestSupport
import Testing

/// A case of one of the files of `TestVectors/crypto`.
struct VectorCase: Sendable, CustomTestStringConvertible {
  let id: String
  let inputs: JSONValue
  let expected: JSONValue?
  let expectedError: String?
  let isLegacy: Bool

  var testDescription: String { id }

  /// The cases of an operation.
  static func all(_ operation: String, in file: String) throws -> [VectorCase] {
    let document = try JSONReader().read(Repository.vector("crypto/\(file).json"))
    let cases = try #require(document["cases"]?.array).filter {
      $0["operation"]?.string == operation
    }
    #expect(!cases.isEmpty, "\(operation) has cases")
    return try cases.map { item in
      VectorCase(
        id: try #require(item["id"]?.string), inputs: try #require(item["inputs"]),
        expected: item["expected"], expectedError: item["expectedError"]?.string,
        isLegacy: item["legacy"]?.bool ?? false)
    }
  }

  /// A binary input.
  func bytes(_ name: String) -> [UInt8] { TestSupport.bytes(hex: inputs[name]?.string ?? "") }

  /// A text input.
  func text(_ name: String) -> String { inputs[name]?.string ?? "" }

  /// The bytes of a text input.
  func digits(_ name: String) -> [UInt8] { Array(text(name).utf8) }

  func number(_ name: String) -> Int { inputs[name]?.int ?? -1 }
}

/// Two error classes that a caller may not tell apart count as one.
private let equivalents: [Set<String>] = [
  ["keyBlockHeader", "keyBlockVersion", "keyBlockLength", "keyBlockEncoding"],
  ["invalidLength", "invalidDigits", "invalidRange", "invalidDomain"],
]

/// Runs every case of an operation and compares what comes of it, a value or a refusal.
///
/// - Parameter result: The name of the value in `expected`.
func check(
  _ operation: String, in file: String, result: String,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (VectorCase) throws -> JSONValue.Kind
) throws {
  for item in try VectorCase.all(operation, in: file) {
    do {
      let got = try body(item)
      let wanted = item.expected?[result]
      #expect(
        JSONValue(got) == wanted && item.expectedError == nil, "\(item.id)",
        sourceLocation: sourceLocation)
    } catch {
      let code = (error as? CryptoError)?.code.rawValue ?? "\(error)"
      let isRight = item.expectedError.map { wanted in
        wanted == code || equivalents.contains { $0.contains(wanted) && $0.contains(code) }
      }
      #expect(isRight == true, "\(item.id): \(error)", sourceLocation: sourceLocation)
    }
  }
}
