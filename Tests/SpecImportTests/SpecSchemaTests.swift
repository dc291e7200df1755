import CardCore
import ISO8583
import TestSupport
import Testing

@testable import SpecImport

/// The JSON Schema against what is really read: the same keys, the same words.
struct SpecSchemaTests {
  private let schema: JSONValue

  init() throws {
    schema = try JSONReader().read(SpecFile.schema)
  }

  private func definition(_ name: String) throws -> JSONValue {
    try #require(schema["$defs"]?[name])
  }

  private func keys(_ value: JSONValue?) throws -> Set<String> {
    #expect(value?["additionalProperties"]?.bool == false, "unknown keys are refused")
    return Set(try #require(value?["properties"]?.object).names)
  }

  private func words(_ value: JSONValue?) throws -> Set<String> {
    Set(try #require(value?["enum"]?.array).compactMap(\.string))
  }

  @Test func `the schema is that of the repository, for the draft it names`() throws {
    let path = "Sources/SpecImport/Resources/message-spec.schema.json"
    #expect(SpecFile.schema == (try Repository.bytes(of: path)))
    #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
  }

  @Test func `the keys of the schema are the keys that are read`() throws {
    let field = try definition("field")
    #expect(try keys(definition("spec")) == Set(SpecKeys.spec))
    #expect(try keys(definition("bitmap")) == Set(SpecKeys.bitmap))
    #expect(try keys(field) == Set(SpecKeys.field))
    #expect(try keys(definition("prefix")) == Set(SpecKeys.prefix))
    #expect(try keys(field["properties"]?["pad"]) == Set(SpecKeys.padding))
  }

  @Test func `the composites of the schema are those that are read`() throws {
    let kinds = try #require(definition("subfields")["oneOf"]?.array)
    #expect(kinds.count == SpecKeys.subfields.count)
    for (kind, known) in zip(kinds, SpecKeys.subfields) {
      #expect(kind["properties"]?["kind"]?["const"]?.string == known.name)
      #expect(try keys(kind) == Set(known.keys))
    }
    #expect(try keys(kinds[2]["properties"]?["tag"]) == Set(SpecKeys.tag))
  }

  @Test func `the words of the schema are the words that are read`() throws {
    let field = try definition("field")["properties"]
    let prefix = try definition("prefix")["properties"]
    let pds = try #require(definition("subfields")["oneOf"]?.array)[4]["properties"]
    #expect(try words(definition("encoding")) == Set(FieldSpec.Encoding.named.map(\.name)))
    #expect(try words(definition("bitmapEncoding")) == Set(BitmapSpec.Encoding.named.map(\.name)))
    #expect(try words(definition("side")) == Set(FieldSpec.Side.named.map(\.name)))
    #expect(try words(prefix?["enc"]) == Set(Prefix.Encoding.named.map(\.name)))
    #expect(try words(prefix?["counts"]) == Set(Prefix.Counts.named.map(\.name)))
    #expect(try words(field?["unit"]) == Set(FieldSpec.Unit.named.map(\.name)))
    #expect(try words(field?["class"]) == Set(CharacterClass.allCases.map(\.name)))
    #expect(try words(pds?["enc"]) == Set(CharacterSet.allCases.map(\.name)))
    let editions = try definition("spec")["properties"]?["edition"]
    #expect(try words(editions) == Set(MessageSpec.Edition.allCases.map(\.name)))
  }

  @Test func `every key is described`() throws {
    for name in ["spec", "bitmap", "field", "prefix"] {
      for member in try #require(definition(name)["properties"]?.object).members {
        let named = member.value["$ref"]?.string?.split(separator: "/").last.map(String.init)
        let place = try named.map { try definition($0) }
        let description = member.value["description"] ?? place?["description"]
        #expect(description?.string?.isEmpty == false, "\(name).\(member.name)")
      }
    }
  }
}
