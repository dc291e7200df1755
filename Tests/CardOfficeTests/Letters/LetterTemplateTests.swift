import CardOffice
import CardRegistry
import Testing

/// A bank's own words, and which of them are refused.
@Suite struct LetterTemplateTests {
  @Test func `the built-in letters say what they have to in both languages`() {
    #expect(LetterTemplates.standard(.french).language == .french)
    #expect(LetterTemplates.standard(.english).language == .english)
  }

  private func message(_ text: String) -> String? {
    do throws(LetterTemplates.FormError) {
      _ = try LetterTemplates(text, .english)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `refuses a template that leaves out what the letter has to say`() {
    #expect(
      message("[unblock]\nsubject: {card}\n\nIt is unblocked since {when}.\n")
        == "line 1: [unblock] does not say what it has to: reason, phone")
  }

  @Test func `what is said only where a fact is known does not count as said`() {
    let text = "[unblock]\nsubject: {card}\n\n?free: {when} {reason}, call {phone}.\n"
    #expect(message(text) == "line 1: [unblock] does not say what it has to: when, reason, phone")
  }

  @Test func `refuses a PIN letter that says for which card it is`() {
    let text = "[pinNotice]\nsubject: {letter}\n\n{reason} {article} {phone}, card {card}\n"
    #expect(
      message(text) == "line 1: [pinNotice] says what it must not: a card or its expiry")
  }

  @Test(arguments: [
    ("no section\n", "line 1: expected a section, such as [block]"),
    ("[bloc]\n", "line 1: there is no letter of that name"),
    ("# a comment\n[block]\n{card}\n", "line 3: expected a name and a colon"),
    ("[block]\nsubject: {cart}\n", "line 2: no fact has the name between the braces"),
    ("[frame]\ndate: {day}\ndate: {day}\n", "line 3: not a line of the frame, or a second one"),
    ("[frame]\ndate: {day}\n", "line 3: [frame] has no line reference"),
  ])
  func `says on which line a file of letters is wrong`(text: String, expected: String) {
    #expect(message(text) == expected)
  }

  @Test(arguments: [
    (#"{"name":"B","fax":"1"}"#, "member 2: expected one of name, address, city, phone, mediator"),
    (#"{"address":"one line"}"#, "address: expected an array of 1 to 6 lines"),
    (#"[]"#, "expected an object"),
    (#"{"phone":12}"#, "phone: expected a text of 1 to 200 characters on one line"),
  ])
  func `refuses a sender of another form`(text: String, expected: String) throws {
    let error = #expect(throws: LetterSender.FormError.self) {
      try LetterSender(json: Array(text.utf8).span)
    }
    #expect(error?.description == expected)
  }
}
