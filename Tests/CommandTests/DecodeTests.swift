import CardCore
import TestSupport
import Testing

@Suite struct DecodeTests {
  @Test func `decodes a file of two answers as tables with what the codes mean`() async throws {
    let sample = Sample.answers
    let run = try await monetique("iso", "decode", "--spec", sample.spec, sample.path)
    let table = """
      MTI 0110 (authorization answer), bitmap 723800010AC08000
        2   primary account number                     424242******4242
        3   processing code                            000000  (goods and services)
        4   transaction amount                         000000009999  (99.99 EUR)
        7   transmission date and time                 0822191049
        11  systems trace audit number                 123457
        12  local transaction time                     191049
        13  local transaction date                     0822
        32  acquiring institution identification code  12345678901
        37  retrieval reference number                 623419123456
        39  response code                              51  (Insufficient funds)
        41  card acceptor terminal identification      TERM0001
        42  card acceptor identification code          MERCHANT0000001
        49  transaction currency code                  978  (EUR)

      """
    #expect(run.status == 0)
    #expect(run.text.hasSuffix("\n\n" + table))
    #expect(run.errorText.isEmpty)
  }

  @Test func `decodes chip data tag by tag, keeping their order`() async throws {
    let sample = Sample.financial
    let run = try await monetique(
      "iso", "decode", "--json", "--spec", sample.spec, "@" + sample.path)
    let message = try JSONReader().read(run.text)
    let tags = message["elements"]?["55"]?.object?.members.map(\.name)
    #expect(run.status == 0)
    #expect(message["schema"]?.string == "monetique-message/1")
    #expect(message["mti"]?.string == "0200")
    #expect(message["elements"]?["35"]?.string == "424242******4242D3012201************")
    #expect(message["elements"]?["52"]?.string == "****************")
    #expect(tags?.prefix(3) == ["9F26", "9F27", "9F10"])
    #expect(message["masked"]?.array?.compactMap(\.string) == ["2", "35", "52"])
  }

  @Test func `writes composites as pairs when asked for their order`() async throws {
    let sample = Sample.financial
    let run = try await monetique(
      "iso", "decode", "--json", "--ordered", "--element", "55.9F27", "--spec", sample.spec,
      sample.path)
    #expect(run.text.contains(#""elements":{"55":[["9F27","80"]]}"#))
  }

  @Test func `shows only the elements that are asked for`() async throws {
    let sample = Sample.authorization
    let run = try await monetique(
      "iso", "decode", "--spec", sample.spec, sample.path, "--element", "4", "--element", "55.9F26")
    #expect(
      run.text == """
          4        transaction amount      000000009999  (99.99 EUR)
          55       ICC data
          55.9F26  application cryptogram  1122334455667788

        """)
  }

  @Test func `says what was found when asked to`() async throws {
    let sample = Sample.answers
    let run = try await monetique("iso", "decode", "-v", "--spec", sample.spec, sample.path)
    #expect(run.errorText == "\(sample.path): 2 messages, framing hexlines\n")
  }

  @Test func `takes bytes as they are, found out or told`() async throws {
    let sample = Sample.financial
    let line = try Repository.text(of: sample.path).split(separator: "\n")[1]
    let message = bytes(hex: String(line))
    let found = try await monetique("iso", "decode", "--spec", sample.spec, input: message)
    let told = try await monetique("iso", "decode", "--raw", "--spec", sample.spec, input: message)
    #expect(found.status == 0 && told.status == 0)
    #expect(found.text == told.text)
  }

  @Test func `reads framed messages`() async throws {
    let sample = Sample.answers
    let lines = try Repository.text(of: sample.path).split(separator: "\n").dropFirst()
    let framed = lines.flatMap { line in
      let message = bytes(hex: String(line))
      return [UInt8(message.count >> 8), UInt8(message.count & 255)] + message
    }
    let run = try await monetique(
      "iso", "decode", "--framing", "binary2", "--format", "ndjson", "--spec", sample.spec,
      input: framed)
    #expect(run.status == 0)
    #expect(run.text.split(separator: "\n").count == 2)
  }

  @Test func `shows a truncated message as far as it goes, and where it stops`() async throws {
    let sample = Sample.truncated
    let run = try await monetique("iso", "decode", "--json", "--spec", sample.spec, sample.path)
    let message = try JSONReader().read(run.text)
    #expect(run.status == 65)
    let table = try await monetique("iso", "decode", "--spec", sample.spec, sample.path)
    #expect(
      table.errorText == """
        error: DE 35 at byte 102: the message ends too early: expected 36 bytes, found 28 bytes
        hint: the message may be cut, or written under another spec: see monetique iso specs list

        """)
    #expect(message["error"]?["hint"]?.string?.hasPrefix("the message may be cut") == true)
    #expect(message["error"]?["code"]?.string == "truncated")
    #expect(message["error"]?["path"]?.string == "35")
    #expect(message["error"]?["offset"]?.int == 102)
    #expect(message["elements"]?["32"]?.string == "12345678901")
  }

  @Test func `goes on after a message it cannot read, and ends with 65`() async throws {
    let answers = try Repository.text(of: Sample.answers.path)
    let cut = try Repository.text(of: Sample.truncated.path)
    let run = try await monetique(
      "iso", "decode", "--format", "ndjson", "--spec", Sample.answers.spec,
      input: Array((cut + answers).utf8))
    #expect(run.status == 65)
    #expect(run.text.split(separator: "\n").count == 3)
    #expect(run.errorText.contains("(message 1 of standard input)"))
  }

  @Test func `goes on after a bad line, in pieces of any size, and ends with 65`() async throws {
    let sample = Sample.answers
    let lines = try Repository.text(of: sample.path).split(separator: "\n").filter {
      !$0.hasPrefix("#")
    }
    // Several pieces of input, with bad lines of all places in them.
    var input = ""
    var bad: [Int] = []
    for number in 1...600 {
      let isBad = number % 97 == 0
      if isBad { bad.append(number) }
      input += (isBad ? "30 3x" : lines[number % lines.count]) + "\n"
    }
    let run = try await monetique(
      "iso", "decode", "--spec", sample.spec, "--format", "ndjson", "--element", "39", "-",
      input: Array(input.utf8))
    #expect(run.status == 65)
    #expect(run.text.split(separator: "\n").count == 600 - bad.count)
    let errors = run.errorText.split(separator: "\n")
    #expect(errors.count { $0.hasPrefix(#"{"code":"framing","#) } == bad.count)
    for number in bad {
      #expect(run.errorText.contains("standard input: line \(number), column 5: byte is no"))
    }
  }

  @Test func `stops at a length that cannot be trusted`() async throws {
    let run = try await monetique(
      "iso", "decode", "--spec", "iso8583-1987-ascii", "--framing", "ascii4", "-",
      input: Array("12x4".utf8))
    #expect(run.status == 65)
    #expect(run.text.isEmpty)
    #expect(run.errorText.hasPrefix("error: standard input: byte 2: the length field holds"))
  }

  @Test func `prints values as comma-separated values`() async throws {
    let sample = Sample.answers
    let run = try await monetique(
      "iso", "decode", "--spec", sample.spec, "--format", "csv", "--element", "39", sample.path)
    #expect(run.status == 0)
    #expect(
      run.text == """
        message,path,name,value,meaning
        1,39,response code,00,Approved
        2,39,response code,51,Insufficient funds

        """)
  }

  @Test(arguments: [
    (["iso", "decdoe"], "did you mean decode? See monetique iso --help"),
    (["vectros", "check"], "did you mean vectors? See monetique --help"),
    (["iso", "specs", "shwo", "x"], "did you mean show? See monetique iso specs --help"),
    (["iso", "nothinglikeit"], "see monetique iso --help"),
  ])
  func `a verb that is not known is answered with one that is`(
    words: [String], hint: String
  ) async throws {
    let run = try await run("monetique", words)
    #expect(run.status == 64)
    #expect(run.errorText.hasSuffix("hint: \(hint)\n"))
  }

  @Test func `lenient reading names what it lets through`() async throws {
    let line = try Repository.text(of: Sample.answers.path).split(separator: "\n")[1]
    let run = try await monetique(
      "iso", "decode", "--lenient", "--json", "--spec", Sample.answers.spec,
      input: Array((line + "3030").utf8))
    let message = try JSONReader().read(run.text)
    #expect(run.status == 0)
    #expect(message["deviations"]?.array?.first?["code"]?.string == "leftoverBytes")
  }

  @Test(arguments: [
    ("303", "line 1, column 3: hexadecimal digit has no other beside it"),
    ("# a\n30 3\n", "line 2, column 4: hexadecimal digit has no other beside it"),
    ("30x1", "line 1, column 3: byte is no hexadecimal digit"),
  ])
  func `refuses hexadecimal that is none`(text: String, reason: String) async throws {
    let run = try await monetique(
      "iso", "decode", "--hex", "--spec", "iso8583-1987-ascii", input: Array(text.utf8))
    #expect(run.status == 65)
    #expect(run.text.isEmpty)
    #expect(
      run.errorText == """
        error: standard input: \(reason)
        hint: --raw takes the input as it is

        """)
  }

  @Test func `refuses a hexadecimal argument with a card in it`() async throws {
    let line = try Repository.text(of: Sample.answers.path).split(separator: "\n")[1]
    let refused = try await monetique("iso", "decode", "--spec", Sample.answers.spec, String(line))
    #expect(refused.status == 64)
    #expect(refused.text.isEmpty)
    #expect(
      refused.errorText == """
        error: a message with DE 2 may not be given as an argument
        hint: give it as a file or on standard input; --test-data if it is test data

        """)
    let taken = try await monetique(
      "iso", "decode", "--test-data", "--spec", Sample.answers.spec, String(line))
    #expect(taken.status == 0)
    // 0800, DE 11 and 70: nothing of a card.
    let network = "30383030" + "0020000000000000" + "313233343536"
    let harmless = try await monetique("iso", "decode", "--spec", Sample.answers.spec, network)
    #expect(harmless.status == 0)
    let spaced = try await monetique(
      "iso", "decode", "--spec", Sample.answers.spec, "30383030 0020000000000000\t313233343536")
    #expect(spaced.output == harmless.output)
  }

  /// 0100 with a card in DE 48, in tag 5A of DE 55, behind a length, and cut.
  @Test(arguments: [
    ("30313030000000000001000030313634323432343234323432343234323432", "card data (DE 48)"),
    ("303130300000000000000200303130" + "5A084242424242424242", "card data (DE 55.5A)"),
    ("00083038303000200000", "that cannot be read whole"),
    ("30383030002000000000000031323334", "that cannot be read whole"),
  ])
  func `refuses other hexadecimal arguments that hold cards, or may`(
    text: String, what: String
  ) async throws {
    let spec = "iso8583-1987-ascii"
    let refused = try await monetique("iso", "decode", "--spec", spec, text)
    #expect(refused.status == 64)
    #expect(refused.text.isEmpty)
    #expect(refused.errorText.contains(what))
    let taken = try await monetique("iso", "decode", "--test-data", "--spec", spec, text)
    #expect(taken.status != 64)
  }

  @Test func `shows what comes before an error`() async throws {
    let spec = "iso8583-1987-ascii"
    let text = "303830300020000000000000313233343536"
    let whole = bytes(hex: text)
    let frame = [0, UInt8(whole.count)] + whole
    let cut = try await monetique(
      "iso", "decode", "--json", "--spec", spec, "--framing", "binary2",
      input: frame + frame + frame.dropLast())
    #expect(cut.status == 65)
    #expect(cut.text.split(separator: "\n").count == 2)
    #expect(
      cut.errorText.hasPrefix("{\"code\":\"framing\",\"message\":\"standard input: byte 40: "))
    let line = try await monetique(
      "iso", "decode", "--json", "--spec", spec, input: Array((text + "\n3").utf8))
    #expect(line.status == 65)
    #expect(line.text.split(separator: "\n").count == 1)
    let missing = try await monetique(
      "iso", "decode", "--json", "--spec", spec, Sample.answers.path, "no/such.hex")
    #expect(missing.status == 66)
    #expect(missing.text.split(separator: "\n").count == 2)
  }

  @Test func `says which file is missing`() async throws {
    let run = try await monetique("iso", "decode", "--spec", "iso8583-1987-ascii", "no/such.hex")
    #expect(run.status == 66)
    #expect(
      run.errorText == """
        error: no/such.hex: no such file
        hint: a single - stands for standard input

        """)
    let folder = try await monetique("iso", "decode", "--spec", "iso8583-1987-ascii", "Tests")
    #expect(folder.status == 66)
    #expect(folder.errorText == "error: Tests: a folder, where a file is expected\n")
  }

  @Test func `refuses an empty input`() async throws {
    let run = try await monetique("iso", "decode", "--spec", "iso8583-1987-ascii")
    #expect(run.status == 65)
    #expect(run.errorText == "error: standard input: empty\n")
  }
}
