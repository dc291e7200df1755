import CardCore
import Testing

struct JSONReaderTests {
  @Test func `keeps the order of members and the place of values`() throws {
    let value = try JSONReader().read(#" {"b": 1, "a": [true, null]}"#)
    #expect(value.offset == 1)
    #expect(value.object.map { Array($0.names) } == ["b", "a"])
    #expect(value["b"]?.offset == 7)
    #expect(value["a"]?.array?.map(\.offset) == [16, 22])
    #expect(value.object?.members.map(\.nameOffset) == [2, 10])
    #expect(value["c"] == nil)
  }

  @Test func `gives each value as its own kind only`() throws {
    let values = try JSONReader().read(#"[{}, [], "s", 1, true, null]"#).array ?? []
    #expect(values.map { $0.object != nil } == [true, false, false, false, false, false])
    #expect(values.map { $0.array != nil } == [false, true, false, false, false, false])
    #expect(values.map(\.string) == [nil, nil, "s", nil, nil, nil])
    #expect(values.map(\.int) == [nil, nil, nil, 1, nil, nil])
    #expect(values.map(\.bool) == [nil, nil, nil, nil, true, nil])
    #expect(values.map(\.isNull) == [false, false, false, false, false, true])
    #expect(
      values.map(\.kindName) == ["object", "array", "string", "number", "boolean", "null"])
  }

  @Test func `resolves every escape`() throws {
    let text = #""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\uD834\uDD1E\u0000é""#
    let expected = "\"\\/\u{8}\u{C}\n\r\tAé€\u{1D11E}\u{0}é"
    #expect(try JSONReader().read(text).string == expected)
  }

  @Test func `keeps the spelling of a number`() throws {
    let numbers = try JSONReader().read("[1.0, 1, 1e2, -0, 9223372036854775808, 1e400]").array
    #expect(
      numbers?.map { $0.number?.lexeme } == [
        "1.0", "1", "1e2", "-0", "9223372036854775808", "1e400",
      ])
    #expect(numbers?.map(\.int) == [nil, 1, nil, 0, nil, nil])
    #expect(numbers?.map(\.double) == [1, 1, 100, 0, 9_223_372_036_854_775_808, nil])
  }

  @Test func `finds a member among many and refuses a repeated one`() throws {
    let members = (0..<500).map { #""name\#($0)":\#($0)"# }
    let text = "{" + members.joined(separator: ",")
    let value = try JSONReader().read(text + "}")
    for index in 0..<500 { #expect(value["name\(index)"]?.int == index) }
    let error = #expect(throws: JSONError.self) {
      try JSONReader().read(text + #","name3":0}"#)
    }
    #expect(error?.code == .duplicateName)
    #expect(error?.path == "name3")
  }

  @Test func `says where, in lines, columns and names, and never what`() {
    let text = """
      {"specs": {"é": 1,
        "x": {"fields": {"55": [1, {"name": 4970100000000007x}]}}}}
      """
    let error = #expect(throws: JSONError.self) { try JSONReader().read(text) }
    #expect(error?.position.line == 2)
    #expect(error?.position.column == 55)
    #expect(error?.path == "specs.x.fields.55[1]")
    #expect(
      error?.description
        == "line 2, column 55 (specs.x.fields.55[1]): a comma or the closing bracket is expected")
  }

  @Test func `shows hostile names cut and without control characters`() {
    let name = String(repeating: "n", count: 50)
    let text = #"{"\#(name)": {"a\u001b[31m": x}}"#
    let error = #expect(throws: JSONError.self) { try JSONReader().read(text) }
    #expect(error?.path == String(repeating: "n", count: 40) + "….a?[31m")
  }

  @Test func `stops at the depth it was given`() throws {
    for depth in [1, 64, 512] {
      let reader = JSONReader(depthMax: depth)
      let text = nested(depth)
      _ = try reader.read(text)
      let error = #expect(throws: JSONError.self) { try reader.read("[" + text + "]") }
      #expect(error?.code == .tooDeep)
      #expect(error?.offset == depth)
    }
    #expect(throws: JSONError.self) {
      try JSONReader().read(String(repeating: "[", count: 200_000))
    }
    #expect(throws: JSONError.self) {
      try JSONReader().read(String(repeating: #"{"a":"#, count: 200_000))
    }
  }

  @Test func `stops at the length it was given`() throws {
    let reader = JSONReader(byteCountMax: 4)
    _ = try reader.read("[12]")
    let error = #expect(throws: JSONError.self) { try reader.read("[123]") }
    #expect(error?.code == .tooLong)
  }

  @Test func `each code has a text of its own`() {
    let texts = Set(JSONError.Code.allCases.map(\.text))
    #expect(texts.count == JSONError.Code.allCases.count)
  }

  @Test func `never reads past its text, wherever it is cut or bent`() throws {
    let text = Array(#"{"a":[1.5e-3,"\u00e9\n\uD834\uDD1E",{"b":null}],"é":true,"c":-0}"#.utf8)
    var accepted = 0
    for length in 0..<text.count {
      #expect(throws: JSONError.self) { try JSONReader().read(Array(text[..<length])) }
      for byte: UInt8 in [0, 0x22, 0x2C, 0x5C, 0x5D, 0x7D, 0x75, 0x80, 0xED, 0xFF] {
        var bent = text
        bent[length] = byte
        accepted += (try? JSONReader().read(bent)) == nil ? 0 : 1
      }
    }
    #expect((1..<100).contains(accepted))
  }

  private func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
}
