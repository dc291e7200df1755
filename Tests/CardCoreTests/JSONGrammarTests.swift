import CardCore
import Testing

/// Accept or refuse, category by category as the JSONTestSuite cuts them (the inputs are our own).
///
/// Each row was also given to Python 3.11's `json.loads`, its `NaN` extension off: it agrees on
/// every row but those of ``stricter``, which it accepts and RFC 8259 leaves to the reader or
/// forbids only to the writer.
struct JSONGrammarTests {
  @Test(arguments: [
    // Structure.
    "[]", "{}", "[[]]", #"{"a":{}}"#, "[1,2]", #"{"a":1,"b":2}"#, #"{"":0}"#, #"{"a":[{}]}"#,
    " [ ] ", "\t{\r\n\"a\" : 1 , \"b\" :\t2 }\n",
    // Any value stands alone.
    "null", "true", "false", "0", "-0", #""""#, " 7 ",
    // Numbers.
    "[10]", "[-1]", "[0.0]", "[-0.0]", "[0e0]", "[1E5]", "[1e+5]", "[1e-5]", "[123.456e78]",
    "[20e1]", "[-9223372036854775808]", "[100000000000000000000000]", "[1e400]", "[0.10]",
    // Strings.
    #"["a b"]"#, #"["\"\\\/\b\f\n\r\t"]"#, #"["\u0041\u00e9\u20AC"]"#, #"["\uD834\uDD1E"]"#,
    #"["\u0000"]"#, "[\"\u{7F}\"]", "[\"é€𝄞\"]", "[\"\u{FFFF}\u{10FFFF}\"]", "[\"\u{2028}\"]",
    #"["//", "/*", "'"]"#, #"{"a\u0062":1}"#, "[\"\u{FEFF}\"]", #"["\uDBFF\uDFFF"]"#,
  ])
  func `accepts what the grammar allows`(text: String) throws {
    _ = try JSONReader().read(text)
  }

  @Test(
    arguments: [
      ("", .unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("[", .unexpectedEnd, 1),
      ("[1", .unexpectedEnd, 2), ("[1,", .unexpectedEnd, 3), ("{", .unexpectedEnd, 1),
      (#"{"a""#, .unexpectedEnd, 4), (#"{"a":"#, .unexpectedEnd, 5),
      (#"{"a":1"#, .unexpectedEnd, 6),
      (#"{"a":1,"#, .unexpectedEnd, 7), ("tru", .unexpectedEnd, 3), (#"["a"#, .unexpectedEnd, 3),
      (#"["\"#, .unexpectedEnd, 3), (#"["\""#, .unexpectedEnd, 4),
      ("[1,]", .unexpectedCharacter, 3), ("[,1]", .unexpectedCharacter, 1),
      ("[1,,2]", .unexpectedCharacter, 3), ("[']", .unexpectedCharacter, 1),
      ("[NaN]", .unexpectedCharacter, 1), ("[Infinity]", .unexpectedCharacter, 1),
      ("[.5]", .unexpectedCharacter, 1), ("[+1]", .unexpectedCharacter, 1),
      ("[True]", .unexpectedCharacter, 1), ("]", .unexpectedCharacter, 0),
      ("// note\n1", .unexpectedCharacter, 0), ("[\u{00A0}1]", .unexpectedCharacter, 1),
      ("[\u{0C}]", .unexpectedCharacter, 1), (#"{"a":}"#, .unexpectedCharacter, 5),
      ("[\u{0}1]", .unexpectedCharacter, 1), ("[１]", .unexpectedCharacter, 1),
      ("{1:1}", .nameExpected, 1), ("{a:1}", .nameExpected, 1), (#"{"a":1,}"#, .nameExpected, 7),
      ("{,}", .nameExpected, 1), ("{null:1}", .nameExpected, 1), ("{'a':1}", .nameExpected, 1),
      (#"{"a" 1}"#, .colonExpected, 5), (#"{"a"}"#, .colonExpected, 4),
      (#"{"a",1}"#, .colonExpected, 4), (#"{"a"=1}"#, .colonExpected, 4),
      ("[1 2]", .separatorExpected, 3), ("[1}", .separatorExpected, 2),
      (#"{"a":1]"#, .separatorExpected, 6), (#"{"a":1 "b":2}"#, .separatorExpected, 7),
      ("[1:2]", .separatorExpected, 2), ("[0x1]", .separatorExpected, 2),
      ("[1a]", .separatorExpected, 2), (#"["a"b]"#, .separatorExpected, 4),
      ("[1/**/]", .separatorExpected, 2), ("[truee]", .separatorExpected, 5),
      ("[] []", .trailingBytes, 3), ("1 2", .trailingBytes, 2), ("{}}", .trailingBytes, 2),
      ("[]\u{0}", .trailingBytes, 2), ("nulll", .trailingBytes, 4), ("1,", .trailingBytes, 1),
      ("[tRUE]", .invalidLiteral, 1), ("[nul]", .invalidLiteral, 1),
      ("[falsy]", .invalidLiteral, 1),
      ("[-]", .invalidNumber, 2), ("[1.]", .invalidNumber, 3), ("[1.e5]", .invalidNumber, 3),
      ("[1e]", .invalidNumber, 3), ("[1e+]", .invalidNumber, 4), ("[1e+-1]", .invalidNumber, 4),
      ("[-a]", .invalidNumber, 2), ("[-.5]", .invalidNumber, 2), ("[-Infinity]", .invalidNumber, 2),
      ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2), ("1e", .unexpectedEnd, 2),
      ("[01]", .leadingZero, 1), ("[-01]", .leadingZero, 2), ("[00]", .leadingZero, 1),
      ("[-00.5]", .leadingZero, 2),
      (#"["\a"]"#, .invalidEscape, 2), (#"["\x41"]"#, .invalidEscape, 2),
      (#"["\u"]"#, .invalidEscape, 2), (#"["\u12"]"#, .invalidEscape, 2),
      (#"["\u12G4"]"#, .invalidEscape, 2), (#"["\U0041"]"#, .invalidEscape, 2),
      (#"["\'"]"#, .invalidEscape, 2), ("[\"\\\u{0}\"]", .invalidEscape, 2),
      (#"["\u+041"]"#, .invalidEscape, 2), ("[\"ok\\é\"]", .invalidEscape, 4),
      ("[\"\n\"]", .controlCharacter, 2), ("[\"a\tb\"]", .controlCharacter, 3),
      ("[\"\u{0}\"]", .controlCharacter, 2), ("[\"\u{1F}\"]", .controlCharacter, 2),
      ("{\"a\rb\":1}", .controlCharacter, 3),
    ] as [(String, JSONError.Code, Int)])
  func `refuses what the grammar does not allow, at its byte`(
    text: String, code: JSONError.Code, offset: Int
  ) {
    let error = #expect(throws: JSONError.self) { try JSONReader().read(text) }
    #expect(error?.code == code)
    #expect(error?.offset == offset)
  }

  @Test(
    arguments: [
      ("overlong slash", [0xC0, 0xAF]), ("overlong in three bytes", [0xE0, 0x80, 0xAF]),
      ("overlong in four bytes", [0xF0, 0x80, 0x80, 0xAF]), ("overlong zero", [0xC0, 0x80]),
      ("lead surrogate", [0xED, 0xA0, 0x80]), ("trail surrogate", [0xED, 0xBF, 0xBF]),
      ("pair of surrogates", [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80]),
      ("continuation alone", [0x80]), ("Latin-1 e acute", [0xE9]), ("truncated", [0xE2, 0x82]),
      ("beyond U+10FFFF", [0xF4, 0x90, 0x80, 0x80]),
      ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
      ("never in UTF-8", [0xFF]),
    ] as [(String, [UInt8])])
  func `refuses bytes that are not UTF-8`(name: String, characters: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    for prefix in [Array("ab".utf8), Array(#"a\n"#.utf8)] {
      let text = [quote] + prefix + characters + [quote]
      let error = #expect(throws: JSONError.self) { try JSONReader().read(text) }
      #expect(error?.code == .invalidUTF8)
      #expect(error?.offset == 1 + prefix.count)
    }
  }

  /// What Python's `json` accepts and this reader refuses.
  static let stricter: [(String, JSONError.Code, Int)] = [
    (#"["\uD800"]"#, .loneSurrogate, 2), (#"["\uDC00"]"#, .loneSurrogate, 2),
    (#"["\uD800\u0041"]"#, .loneSurrogate, 2), (#"["\uD800\n"]"#, .loneSurrogate, 2),
    (#"["\uD834\uD834"]"#, .loneSurrogate, 2), (#"["a\uDD1E\uD834"]"#, .loneSurrogate, 3),
    (#"{"a":1,"a":1}"#, .duplicateName, 7), (#"{"a":1,"\u0061":2}"#, .duplicateName, 7),
    // Composed and decomposed: one name to Swift's Dictionary, so one name here.
    (#"{"\u00E9":1,"e\u0301":2}"#, .duplicateName, 12),
    (String(repeating: "[", count: 65) + String(repeating: "]", count: 65), .tooDeep, 64),
  ]

  @Test(arguments: stricter)
  func `refuses what other readers let through`(text: String, code: JSONError.Code, offset: Int) {
    let error = #expect(throws: JSONError.self) { try JSONReader().read(text) }
    #expect(error?.code == code)
    #expect(error?.offset == offset)
  }

  @Test func `refuses a byte order mark`() {
    let error = #expect(throws: JSONError.self) { try JSONReader().read("\u{FEFF}{}") }
    #expect(error?.code == .byteOrderMark)
  }
}
