internal import CardCore

/// Who writes the letters: what a bank says of itself, in a file of its own.
///
///     {
///       "name": "Banque Exemple", "address": ["1 place du Marché", "75001 PARIS"],
///       "city": "Paris", "phone": "+33 1 00 00 00 00",
///       "mediator": "Le Médiateur, BP 1, 75009 PARIS"
///     }
///
/// What is left out is missing in the letters that have to say it.
public struct LetterSender: Hashable, Sendable {
  public let name: String?
  public let address: [String]
  /// Before the date.
  public let city: String?
  /// Where the bank is reached at any hour.
  public let phone: String?
  /// Name and address of the mediator.
  public let mediator: String?

  public init(
    name: String?, address: [String] = [], city: String? = nil, phone: String? = nil,
    mediator: String? = nil
  ) {
    self.name = name
    self.address = address
    self.city = city
    self.phone = phone
    self.mediator = mediator
  }

  /// Why a file does not say who writes.
  public struct FormError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// Reads the JSON object of the form above.
  public init(json text: Span<UInt8>) throws(FormError) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader(byteCountMax: 1 << 16).read(text)
    } catch {
      throw FormError(description: "\(error)")
    }
    guard let object = value.object else { throw FormError(description: "expected an object") }
    let names = ["name", "address", "city", "phone", "mediator"]
    for (index, member) in object.members.enumerated() where !names.contains(member.name) {
      throw FormError(
        description: "member \(index + 1): expected one of " + names.joined(separator: ", "))
    }
    self.init(
      name: try Self.text(value, "name"), address: try Self.lines(value["address"]),
      city: try Self.text(value, "city"), phone: try Self.text(value, "phone"),
      mediator: try Self.text(value, "mediator"))
  }

  private static func text(
    _ value: JSONValue, _ name: String
  ) throws(FormError) -> String? {
    guard let member = value[name] else { return nil }
    guard let text = member.string, Self.isFit(text) else {
      throw FormError(description: "\(name): expected a text of 1 to 200 characters on one line")
    }
    return text
  }

  private static func lines(_ value: JSONValue?) throws(FormError) -> [String] {
    guard let value else { return [] }
    let lines = value.array?.compactMap(\.string) ?? []
    guard lines.count == value.array?.count, (1...6).contains(lines.count),
      lines.allSatisfy(isFit)
    else { throw FormError(description: "address: expected an array of 1 to 6 lines") }
    return lines
  }

  private static func isFit(_ text: String) -> Bool {
    (1...200).contains(text.unicodeScalars.count)
      && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }
}
