import CardCore
import ISO8583

/// Elements that hold several things, each said in a word or two.
extension ElementMeaning {
  func part(_ element: DataElement, _ text: String) -> String? {
    switch element {
    case .processingCode: return ProcessingCode(text).flatMap(words)
    case .expirationDate: return expiration(text)
    case .posEntryMode: return entryMode(text)
    case .merchantNameLocation: return location(text)
    case .originalDataElements where edition == .iso1987: return original(text)
    case .originalReference where edition != .iso1987: return original(text)
    default: return subelements(element, text)
    }
  }

  /// Such as `transfer between the holder's accounts, from savings account to cheque account`.
  private func words(_ code: ProcessingCode) -> String? {
    guard let type = code.transactionTypeText else { return nil }
    let from = code.fromAccount == 0 ? nil : code.fromAccountText.map { "from \($0)" }
    let to = code.toAccount == 0 ? nil : code.toAccountText.map { "to \($0)" }
    let accounts = [from, to].compactMap(\.self).joined(separator: " ")
    return accounts.isEmpty ? type : "\(type), \(accounts)"
  }

  /// Month and year as embossed: the century would be a guess.
  private func expiration(_ text: String) -> String? {
    let digits = Array(text.utf8)
    let anyYear = 2000
    guard (try? CardDate(yymm: digits.span, near: anyYear)) != nil else { return nil }
    return "\(text.suffix(2))/\(text.prefix(2))"
  }

  // MARK: - Point of service

  private func entryMode(_ text: String) -> String? {
    if case .bytes(let bytes) = try? message.value(of: .posEntryMode) {
      guard let data = POSServiceData(bytes.span) else { return nil }
      return words(data.entryMode(), isCardPresent: data.isCardPresent)
    }
    if let code = POSDataCode(text) {
      return words(code.entryMode(), isCardPresent: code.isCardPresent)
    }
    guard let mode = POSEntryMode(text), let entry = mode.panEntryText else { return nil }
    switch mode.pinCapability {
    case 1: return entry + ", PIN can be entered"
    case 2: return entry + ", PIN cannot be entered"
    default: return entry
    }
  }

  private func words(_ mode: EntryMode, isCardPresent: Bool?) -> String? {
    let entry = mode == .unknown ? nil : MessageWords.english(mode)
    let presence = isCardPresent.map { $0 ? "card present" : "card not present" }
    let words = [entry, presence].compactMap(\.self)
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  /// Name, city and country.
  private func location(_ text: String) -> String? {
    guard let location = CardAcceptorLocation(text) else { return nil }
    let country = location.country.flatMap { name(of: $0) } ?? location.countryCode
    let words = [location.name, location.city, country].filter { !$0.isEmpty }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  // MARK: - The original message

  private func original(_ text: String) -> String? {
    guard let original = OriginalDataElements(text, edition: edition) else { return nil }
    let acquirer = language == .french ? "acquéreur" : "acquirer"
    let words = [
      original.mti?.text,
      original.stan.map { "STAN " + Self.padded($0, to: edition == .iso2003 ? 12 : 6) },
      original.time.map(time),
      original.acquirer.map { "\(acquirer) \($0)" },
    ].compactMap(\.self)
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  /// `MM-DD hh:mm:ss`, with the year before it where the edition has it.
  private func time(_ digits: UInt64) -> String {
    let yearCount = edition == .iso1987 ? 0 : edition == .iso2003 ? 4 : 2
    let text = Self.padded(digits, to: yearCount + 10)
    let pairs = stride(from: 0, to: 10, by: 2).map {
      String(text.dropFirst(yearCount + $0).prefix(2))
    }
    let year = yearCount == 0 ? "" : text.prefix(yearCount) + "-"
    return year + "\(pairs[0])-\(pairs[1]) \(pairs[2]):\(pairs[3]):\(pairs[4])"
  }

  private static func padded(_ number: UInt64, to width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  /// The tags of private data subelements, where the spec leaves them in one piece.
  private func subelements(_ element: DataElement, _ text: String) -> String? {
    guard edition == .iso1993, PrivateDataSubelement.elements.contains(element),
      let subelements = PrivateDataSubelement.parse(text), !subelements.isEmpty
    else { return nil }
    return "PDS " + subelements.map(\.tagText).joined(separator: ", ")
  }
}
