import CardCore

/// Runs vector files of every schema it knows.
public struct VectorRunner: Sendable {
  public var suites: [any VectorSuite] = [MessageCases(), FramingCases(), RefusedSpecs()]

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
      throw VectorFileError(.notJSON(error.description))
    }
    guard let suite = suites.first(where: { $0.recognizes(document) }) else {
      throw VectorFileError(.unknownSchema(known: suites.map(\.name)))
    }
    let outcomes = try suite.run(document, operation: operation)
    return VectorFileReport(file: file, outcomes: outcomes)
  }
}
