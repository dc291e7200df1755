import CardCore

/// Runs vector files of every schema it knows: JSON, and the response files of NIST's CAVP.
public struct VectorRunner: Sendable {
  public var suites: [any VectorSuite] = [
    MessageCases(), FramingCases(), RefusedSpecs(), CryptoCases(), CardTokenCases(),
    WycheproofCases(),
  ]

  public init() {}

  /// Runs the file whose content is `text`.
  ///
  /// - Parameter operation: Only cases whose operation begins so; empty for all.
  /// - Throws: ``VectorFileError`` if the file cannot be read as any schema.
  public func run(
    _ text: [UInt8], file: String, operation: String = ""
  ) throws(VectorFileError) -> VectorFileReport {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONReader().read(text)
    } catch {
      guard CAVPCases.recognizes(text) else {
        throw VectorFileError(.notJSON(error.description))
      }
      return VectorFileReport(
        file: file, outcomes: try CAVPCases.run(text, operation: operation))
    }
    guard let suite = suites.first(where: { $0.recognizes(document) }) else {
      throw VectorFileError(.unknownSchema(known: suites.map(\.name)))
    }
    let outcomes = try suite.run(document, operation: operation)
    return VectorFileReport(file: file, outcomes: outcomes)
  }
}
