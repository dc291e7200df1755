import CardCore
import ISO8583
import SpecImport
import TestSupport
import Testing

/// The specs of `TestVectors/specs/refused.json`.
///
/// `refusedBySchema` there is what Python's jsonschema 4.26 says of each under our schema.
struct RefusedSpecTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var id: String
    var spec: JSONValue
    var path: String
    var text: String
    /// Whether the file is read and only compiling refuses it.
    var isRead: Bool

    var testDescription: String { id }
  }

  static let cases: [Case] = {
    let text = try? Repository.vector("specs/refused.json")
    let document = text.flatMap { try? JSONReader().read($0) }
    return (document?["cases"]?.array ?? []).compactMap { item in
      guard let id = item["id"]?.string, let spec = item["spec"], let path = item["path"]?.string,
        let text = item["text"]?.string
      else { return nil }
      let isRead = item["refusedBy"]?.string == "compiler"
      return Case(id: id, spec: spec, path: path, text: text, isRead: isRead)
    }
  }()

  @Test func `the file of refused specs is there`() {
    #expect(Self.cases.count >= 118)
  }

  @Test(arguments: cases.filter { !$0.isRead })
  func `refuses to read`(refused: Case) throws {
    let error = #expect(throws: SpecFileError.self) {
      try SpecFile.spec(refused.spec, name: "test")
    }
    #expect(error?.path == refused.path)
    let place = refused.path.isEmpty ? "spec file: " : "spec file at \(refused.path): "
    #expect(error?.description == place + refused.text)
  }

  @Test(arguments: cases.filter(\.isRead))
  func `reads but refuses to compile`(refused: Case) throws {
    let spec = try SpecFile.spec(refused.spec, name: "test")
    let error = #expect(throws: SpecError.self) { try MessageParser(spec) }
    #expect(error?.description == "spec at \(refused.path): \(refused.text)")
  }
}
