internal import CardCore
internal import Foundation
internal import GRDB

/// Whom cards are for, as the registry needs to find and to tell apart.
public struct Holder: Hashable, Sendable {
  /// The bank's own number of the customer, which is no card number.
  public var reference: String
  /// Family name first, as on the account.
  public var name: String
  /// `YYYY-MM-DD`; empty for a company.
  public var birthDate: String
  /// The branch that keeps the account.
  public var branch: String
  /// The lines under the name on an envelope, up to ``addressLinesMax``; empty if none is known.
  public var address: [String]
  /// In which letters are written to the holder.
  public var language: HolderLanguage

  /// Name and address fit the window of an envelope together.
  public static let addressLinesMax = 5

  /// - Parameter address: Lines of 1 to 50 characters.
  /// - Throws: ``RegistryError/Code/badValue`` for a text that is empty or too long, a date that
  ///   does not exist, or a reference that may be a card number.
  public init(
    reference: String, name: String, birthDate: String = "", branch: String = "",
    address: [String] = [], language: HolderLanguage = .french
  ) throws(RegistryError) {
    guard address.count <= Holder.addressLinesMax else {
      throw RegistryError(
        .badValue, "holder, address: expected up to \(Holder.addressLinesMax) lines")
    }
    for line in address { _ = try Holder.checked(line, "address", 1...50) }
    self.address = address
    self.language = language
    self.reference = try Holder.checked(reference, "reference", 1...64)
    self.name = try Holder.checked(name, "name", 1...128)
    self.branch = try Holder.checked(branch, "branch", 0...64)
    guard birthDate.isEmpty || Holder.isDate(birthDate) else {
      throw RegistryError(.badValue, "holder, birthDate: expected YYYY-MM-DD")
    }
    self.birthDate = birthDate
  }

  /// What people are found by: letters without accents and case, a blank between words.
  ///
  /// Two names of the same key are homonyms.
  public static func searchKey(of name: String) -> String {
    let folded = name.decomposedStringWithCanonicalMapping.lowercased()
    var key = ""
    var isBetween = false
    for scalar in folded.unicodeScalars {
      if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
        if isBetween, !key.isEmpty { key.append(" ") }
        key.unicodeScalars.append(scalar)
        isBetween = false
      } else if scalar.properties.canonicalCombiningClass == .notReordered {
        isBetween = true
      }
    }
    return key
  }

  private static func checked(
    _ text: String, _ what: String, _ lengths: ClosedRange<Int>
  ) throws(RegistryError) -> String {
    guard lengths.contains(text.unicodeScalars.count) else {
      throw RegistryError(
        .badValue,
        "holder, \(what): expected \(lengths.lowerBound) to \(lengths.upperBound) characters")
    }
    guard
      text.unicodeScalars.allSatisfy({
        !$0.properties.isNoncharacterCodePoint && $0.value >= 0x20 && $0.value != 0x7F
      })
    else { throw RegistryError(.badValue, "holder, \(what): a control character") }
    guard !mayBeCardNumber(text) else {
      throw RegistryError(.badValue, "holder, \(what): this may be a card number")
    }
    return text
  }

  /// 12 to 19 digits with the right check digit.
  private static func mayBeCardNumber(_ text: String) -> Bool {
    let digits = text.utf8.filter { $0 != 0x20 && $0 != 0x2D }
    guard (12...19).contains(digits.count), digits.allSatisfy(Digits.isDigit) else { return false }
    return Digits.luhnHolds(digits.span)
  }

  private static func isDate(_ text: String) -> Bool {
    text.utf8.count == 10 && (try? Instant(rfc3339: text + "T00:00:00Z")) != nil
  }
}

extension Holder {
  /// Columns in the order of ``init(row:)``.
  static let columns = "reference, name, birthDate, branch, address, language"

  /// Reads ``columns`` from `offset` on.
  init(_ row: Row, from offset: Int = 0) {
    reference = row[offset]
    name = row[offset + 1]
    birthDate = row[offset + 2]
    branch = row[offset + 3]
    address = (row[offset + 4] as String).split(separator: "\n").map(String.init)
    language = HolderLanguage(rawValue: row[offset + 5]) ?? .french
  }
}
