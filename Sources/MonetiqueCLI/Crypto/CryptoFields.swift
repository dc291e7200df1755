import CardCore
import PaymentCrypto

/// The values of an operation, a JSON object of texts from a file or standard input: card numbers
/// and PINs are no arguments.
struct CryptoFields {
  private let object: JSONObject
  private let name: String

  /// - Parameter names: The members that may be there.
  /// - Throws: 65 for anything but an object of these members.
  init(_ argument: String?, _ names: [String]) throws(CommandError) {
    let source = InputSource.file(named: argument)
    name = source.name
    let text = try source.read()
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONReader().read(text)
    } catch {
      throw CommandError("\(name): not JSON: \(error)", .badData, code: "notJSON", path: name)
    }
    guard let object = document.object else {
      throw CommandError("\(name): expected a JSON object", .badData, code: "notJSON", path: name)
    }
    self.object = object
    for member in object.names where !names.contains(member) {
      throw CommandError(
        "\(name): a member that is not one of \(names.joined(separator: ", "))",
        hint: Suggestion.hint(for: member, among: names), .badData, code: "unknownMember",
        path: name)
    }
  }

  /// A text that must be there.
  func text(_ member: String) throws(CommandError) -> String {
    guard let text = try optionalText(member) else {
      throw refusal("\(member) is missing", code: "missingMember")
    }
    return text
  }

  func optionalText(_ member: String) throws(CommandError) -> String? {
    guard let value = object[member], !value.isNull else { return nil }
    guard let text = value.string else {
      throw refusal("\(member) is not a text", code: "badMember")
    }
    return text
  }

  /// The ASCII bytes of digits or other characters.
  func characters(_ member: String) throws(CommandError) -> [UInt8] {
    Array(try text(member).utf8)
  }

  func bytes(_ member: String) throws(CommandError) -> [UInt8] {
    let text = Array(try text(member).utf8)
    guard !text.isEmpty, HexText.isPlausible(text), let bytes = HexText.bytes(of: text) else {
      throw refusal("\(member): expected pairs of hexadecimal digits", code: "notHexadecimal")
    }
    return bytes
  }

  func pan(_ member: String = "pan") throws(CommandError) -> PAN {
    guard let pan = try optionalPAN(member) else {
      throw refusal("\(member) is missing", code: "missingMember")
    }
    return pan
  }

  func optionalPAN(_ member: String) throws(CommandError) -> PAN? {
    guard let text = try optionalText(member) else { return nil }
    do throws(PAN.BuildError) {
      return try PAN(Array(text.utf8).span)
    } catch {
      throw refusal("\(error)", code: "badPAN")
    }
  }

  func pin(_ member: String = "pin") throws(CommandError) -> PIN {
    let digits = try characters(member)
    do throws(PIN.BuildError) {
      return try PIN(digits.span)
    } catch {
      throw refusal("\(error)", code: "badPIN")
    }
  }

  /// A number of few digits.
  func number(_ member: String) throws(CommandError) -> Int? {
    guard let value = object[member], !value.isNull else { return nil }
    guard let number = value.int ?? value.string.flatMap({ Int($0) }) else {
      throw refusal("\(member) is not a number", code: "badMember")
    }
    return number
  }

  private func refusal(_ what: String, code: String) -> CommandError {
    CommandError("\(name): \(what)", .badData, code: code, path: name)
  }
}
