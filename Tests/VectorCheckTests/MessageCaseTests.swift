import Testing
import VectorCheck

/// What makes a message case hold or fail.
@Suite struct MessageCaseTests {
  private static let spec = """
    {"mti":{"len":"fixed","max":4,"enc":"ascii"},"bitmap":{"enc":"binary","chunk":8},
     "fields":{"3":{"len":"fixed","max":6,"enc":"ascii","class":"n"},
     "4":{"len":"fixed","max":4,"enc":"binary","sub":{"kind":"positional","order":["x","y"],
      "fields":{"x":{"len":"fixed","max":1,"enc":"ascii"},
       "y":{"len":"fixed","max":3,"enc":"binary","sub":{"kind":"positional","order":["a","b"],
        "fields":{"a":{"len":"fixed","max":1,"enc":"ascii"},
         "b":{"len":"fixed","max":2,"enc":"ascii"}}}}}}}}}
    """

  private static let head = "30313030"

  /// The failures of one message case; `rest` is what follows its `hex`.
  private func failures(_ hex: String, _ rest: String) throws -> [String] {
    let cases = """
      {"schema":"iso8583-cases/1","specs":{"s":\(Self.spec)},"cases":[{"id":"a","kind":"message",
       "spec":"s","hex":"\(Self.head)\(hex)",\(rest)}]}
      """
    let report = try VectorRunner().run(Array(cases.utf8), file: "f")
    #expect(report.outcomes.count == 1)
    return report.failures.map { "\($0.verdict)" }
  }

  private static let three = #""fields":{"0":{"text":"0100"},"3":{"text":"000000"}}"#

  @Test(arguments: ["", #","reencode":"identical""#])
  func `bytes behind the message are left out where the case says how many it uses`(
    reencode: String
  ) throws {
    let hex = "2000000000000000303030303030" + "4142434445464748"
    #expect(try failures(hex, #""consumed":18,"# + Self.three + reencode).isEmpty)
    #expect(try !failures(hex, #""consumed":19,"# + Self.three).isEmpty)
    #expect(try !failures(hex, Self.three).isEmpty)
  }

  @Test func `subfields in an object may come in any order at any depth, pairs may not`() throws {
    let hex = "1000000000000000" + "31414243"
    func fields(_ sub: String) -> String { #""fields":{"0":{"text":"0100"},"4":{"sub":\#(sub)}}"# }
    let object = #"{"y":{"sub":{"b":{"text":"BC"},"a":{"text":"A"}}},"x":{"text":"1"}}"#
    #expect(try failures(hex, fields(object)).isEmpty)
    let pairs = #"[["x",{"text":"1"}],["y",{"sub":[["a",{"text":"A"}],["b",{"text":"BC"}]]}]]"#
    #expect(try failures(hex, fields(pairs)).isEmpty)
    let turned = #"[["x",{"text":"1"}],["y",{"sub":[["b",{"text":"BC"}],["a",{"text":"A"}]]}]]"#
    #expect(try !failures(hex, fields(turned)).isEmpty)
  }

  @Test(arguments: [
    #""fields":{"0":{"text":"0100"},"3":{"text":"000001"}}"#,
    #""fields":{"0":{"text":"0100"},"3":{"hex":"303030303030"}}"#,
    #""fields":{"0":{"text":"0100"}}"#,
    #""fields":{"0":{"text":"0110"},"3":{"text":"000000"}}"#,
    #""fields":{"0":{"text":"0100"},"3":{"text":"000000"},"4":{"text":""}}"#,
    #""bitmap":"3000000000000000","fields":{"0":{"text":"0100"},"3":{"text":"000000"}}"#,
    #""reencode":"differs","fields":{"0":{"text":"0100"},"3":{"text":"000000"}}"#,
  ])
  func `another value, kind, set of elements, bitmap or way of writing fails`(
    rest: String
  ) throws {
    let hex = "2000000000000000303030303030"
    #expect(try failures(hex, Self.three).isEmpty)
    #expect(try failures(hex, rest).count == 1)
  }
}
