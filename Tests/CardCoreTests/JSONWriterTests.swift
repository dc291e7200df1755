import CardCore
import Testing

struct JSONWriterTests {
  @Test func `writes members in the order of the calls`() {
    var writer = JSONWriter()
    writeSample(to: &writer)
    #expect(
      writer.text
        == #"{"schema":"x/1","n":-5,"big":18446744073709551615,"ok":true,"rate":0.25,"#
        + #""list":[1,null,{}],"none":[]}"#)
    #expect(writer.isComplete)
  }

  @Test func `indents by two spaces a level`() {
    var writer = JSONWriter(layout: .indented)
    writeSample(to: &writer)
    #expect(
      writer.text == """
        {
          "schema": "x/1",
          "n": -5,
          "big": 18446744073709551615,
          "ok": true,
          "rate": 0.25,
          "list": [
            1,
            null,
            {}
          ],
          "none": []
        }
        """)
  }

  @Test func `ends each line with LF and uses its buffer again`() {
    var writer = JSONWriter()
    for number in 1...2 {
      writer.beginObject()
      writer.field("n", number)
      writer.endObject()
      writer.endLine()
    }
    #expect(writer.text == "{\"n\":1}\n{\"n\":2}\n")
    writer.removeAll()
    #expect(writer.bytes.isEmpty)
    writer.bool(false)
    #expect(writer.text == "false")
  }

  @Test func `escapes what must be escaped and nothing else`() {
    let text = "\"\\/\u{8}\t\n\u{C}\r\u{0}\u{1F}\u{7F}é€\u{2028}𝄞"
    #expect(
      written { $0.string(text) }
        == #""\"\\/\b\t\n\f\r\u0000\u001f"# + "\u{7F}é€\u{2028}𝄞\"")
    // RFC 8785, section 3.2.3: the example's string, input and output.
    let example = "\u{20ac}$\u{F}\u{A}A'\u{42}\u{22}\u{5c}\\\"/"
    #expect(written { $0.string(example) } == #""€$\u000f\nA'B\"\\\\\"/""#)
  }

  @Test func `writes spans as characters or as hexadecimal digits`() {
    let bytes: [UInt8] = [0x00, 0x22, 0x41, 0x7F, 0xE9]
    let none: [UInt8] = []
    let asCharacters = written { $0.string(bytes: bytes.span) }
    let asDigits = written { $0.hex(bytes.span) }
    let asNoDigits = written { $0.hex(none.span) }
    #expect(asCharacters == "\"\\u0000\\\"A\u{7F}é\"")
    #expect(asDigits == #""0022417FE9""#)
    #expect(asNoDigits == #""""#)
  }

  @Test func `writes every integer`() {
    let values: [Int64] = [0, 7, -1, 10, 99, 100, .max, .min]
    for value in values { #expect(written { $0.integer(value) } == String(value)) }
    #expect(written { $0.integer(UInt64.max) } == "18446744073709551615")
  }

  /// RFC 8785, Appendix B: IEEE 754 bits and the JSON they become.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"),
      (0x0000_0000_0000_0001, "5e-324"), (0x8000_0000_0000_0001, "-5e-324"),
      (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
      (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"), (0xc340_0000_0000_0000, "-9007199254740992"),
      (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
      (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
      (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
      (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
      (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
      (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
      (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
      (0x41b3_de43_5555_5557, "333333333.33333343"),
      (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
      (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func `writes a number in its one shortest form`(bits: UInt64, expected: String) {
    #expect(written { $0.double(Double(bitPattern: bits)) } == expected)
  }

  @Test func `numbers read back as they were`() throws {
    var bits: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<2_000 {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: bits)
      guard value.isFinite else { continue }
      let text = written { $0.double(value) }
      #expect(try JSONReader().read(text).double == value, "bits \(bits)")
    }
  }

  @Test func `writes what was read`() throws {
    let text = #"{"b":[1.0,-0,1e400],"a":{"é\n":null},"c":[true,false,"\u0000"]}"#
    let value = try JSONReader().read(text)
    #expect(written { $0.value(value) } == text)
    #expect(written { $0.rawNumber("-12.50") } == "-12.50")
  }

  @Test func `stops a caller who writes out of turn`() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.integer(1)
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginArray()
      writer.key("a")
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.key("a")
      writer.endObject()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginArray()
      writer.endObject()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.null()
      writer.null()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.endLine()
    }
  }

  @Test func `stops a caller who writes what is no number`() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.double(.nan)
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.double(.infinity)
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.rawNumber("01")
    }
  }

  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return writer.text
  }

  private func writeSample(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("schema", "x/1")
    writer.field("n", -5)
    writer.field("big", UInt64.max)
    writer.field("ok", true)
    writer.field("rate", 0.25)
    writer.beginArray("list")
    writer.integer(1)
    writer.null()
    writer.beginObject()
    writer.endObject()
    writer.endArray()
    writer.beginArray("none")
    writer.endArray()
    writer.endObject()
  }
}
