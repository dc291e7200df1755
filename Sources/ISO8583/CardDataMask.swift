import CardCore

/// Turns the values of one message into what may be shown of them.
///
/// Masking is the rule and showing the exception: PAN, track and PIN elements have their own rules,
/// every other value is searched for card numbers (in characters, in packed digits, and in BER-TLV
/// data objects), and the message's own card number is starred wherever it turns up. Where reading
/// went wrong, elements may hold pieces of others: then ``MisreadCardData`` has its say too.
struct CardDataMask {
  /// The message's own card numbers of ten digits and more.
  private let own: [[UInt8]]
  /// Bytes of the message that hold card numbers, whatever elements they were read as.
  private let misread: [Range<Int>]

  /// Elements whose digits are no card number, and the most characters for which that is sure:
  /// amounts, dates, counts and references of the three editions.
  fileprivate static let harmless: [Int: Int] = [
    4: 16, 5: 16, 6: 16, 12: 14, 30: 24, 31: 23, 42: 15, 53: 16, 56: 41, 64: 16, 86: 16, 87: 16,
    88: 16, 89: 16, 90: 42, 95: 42, 96: 16, 97: 17, 128: 16,
  ]

  init(_ message: Message) {
    own = Self.ownNumbers(of: message)
    misread =
      message.isPartial || !message.deviations.isEmpty
      ? MisreadCardData.ranges(in: message.bytes, own: own, bitmap: message.bitmapPlace) : []
  }

  /// The card numbers of ten digits and more that a message has where card numbers belong.
  static func ownNumbers(of message: Message) -> [[UInt8]] {
    var own: [[UInt8]] = []
    for number in [2, 34, 35, 45, 55] {
      let element = DataElement(rawValue: number)
      guard message.contains(element), let value = try? message.value(of: element) else { continue }
      collect(value, key: "\(number)", into: &own)
    }
    return own
  }

  /// What may be shown of the MTI or the bitmap, which stands at `range`: nothing where it may be a
  /// piece of a card number.
  func shownHead(_ text: String, at range: Range<Int>) -> ShownText {
    let scalars = Array(text.unicodeScalars)
    var stars = Stars(count: scalars.count)
    if misread.contains(where: { $0.overlaps(range) }) { stars.hideAll() }
    return stars.shown(scalars)
  }

  private static func collect(_ value: FieldValue, key: String, into own: inout [[UInt8]]) {
    switch value {
    case .fields(let members):
      for member in members { collect(member.value, key: member.key, into: &own) }
    case .text(let text): collect(Array(text.utf8), key: key, into: &own)
    case .bytes(let bytes), .undecoded(let bytes):
      collect(Array(MessageParser.hexadecimal(bytes.span).utf8), key: key, into: &own)
    }
  }

  /// The first digits of a PAN or of a track are its card number.
  private static func collect(_ characters: [UInt8], key: String, into own: inout [[UInt8]]) {
    guard ["2", "34", "35", "45", "5A", "57", "9F6B"].contains(key.uppercased()) else { return }
    let digits = characters.drop { !Digits.isDigit($0) }.prefix(while: Digits.isDigit)
    if (10...PAN.digitCountMax).contains(digits.count) { own.append(Array(digits)) }
  }

  // MARK: - Values

  /// What may be shown of `value`.
  ///
  /// - Parameters:
  ///   - element: The number of the data element it belongs to, 0 for the header.
  ///   - field: Its format, which tells tagged composites.
  ///   - range: Its bytes in the message.
  func shown(
    _ value: FieldValue, of element: Int, as field: FieldSpec?, at range: Range<Int>
  ) -> ShownValue {
    var place = Place(element: element, subfields: field?.subfields)
    // Chip data that were read tag by tag are what they say they are.
    let isTrusted = if case .fields = value { element == 55 } else { place.isSecret }
    place.isMisread = !isTrusted && misread.contains { $0.overlaps(range) }
    return shown(value, place)
  }

  fileprivate struct Place {
    var element: Int
    var subfields: Subfields?
    /// The tag that the value stands behind, where tags are those of chip data.
    var tag: String?
    var isInside = false
    var isMisread = false
  }

  private func shown(_ value: FieldValue, _ place: Place) -> ShownValue {
    switch value {
    case .fields(let members):
      return .fields(
        members.map { ShownValue.Member($0.key, shown($0.value, inside(place, key: $0.key))) })
    case .text(let text):
      let scalars = Array(text.unicodeScalars)
      return .text(stars(ofCharacters: Stars.ascii(scalars), place).shown(scalars))
    case .bytes(let bytes):
      return .hex(hexadecimal(bytes, stars(ofBytes: bytes, place)))
    case .undecoded(let bytes):
      var stars = stars(ofBytes: bytes, place)
      if place.isSecret { stars.hideAll() }
      return .undecoded(hexadecimal(bytes, stars))
    }
  }

  private func hexadecimal(_ bytes: [UInt8], _ stars: Stars) -> ShownText {
    stars.shown(Array(MessageParser.hexadecimal(bytes.span).unicodeScalars))
  }

  private func inside(_ place: Place, key: String) -> Place {
    var inner = Place(element: place.element, isInside: true, isMisread: place.isMisread)
    switch place.subfields {
    case .ber(let fields, let unknown):
      inner.tag = key
      inner.subfields = (fields[key] ?? unknown)?.subfields
    case .tagged(_, let fields, let unknown):
      inner.tag = place.element == 55 ? key : nil
      inner.subfields = (fields[key] ?? unknown)?.subfields
    case .positional(_, let fields, _): inner.subfields = fields[key]?.subfields
    case .bitmap(_, let fields): inner.subfields = Int(key).flatMap { fields[$0]?.subfields }
    case nil: break
    }
    return inner
  }

  // MARK: - Rules

  /// The stars of a value shown as `characters`.
  private func stars(ofCharacters characters: [UInt8], _ place: Place) -> Stars {
    var stars = Stars(count: characters.count)
    switch place.rule(count: characters.count) {
    case .whole: stars.hideAll()
    case .cardNumber: Self.hideCardNumber(characters, &stars)
    case .track1: TrackMask.hideTrack1(characters, &stars)
    case .track2: TrackMask.hideTrack2(characters, &stars)
    case .track3: TrackMask.hideTrack3(characters, &stars)
    case .harmless:
      if own.isEmpty { Self.hideStray(in: characters, place, &stars) }
    case .text: CardDataScan.hide(in: characters, &stars)
    case .search:
      CardDataScan.hide(in: characters, &stars)
      if place.element == 55, let bytes = Self.bytes(ofHexadecimal: characters) {
        stars = Stars(count: characters.count)
        stars.merge(searched(bytes, isChipData: true))
      }
    }
    for number in own { CardDataScan.hide(number: number, in: characters, &stars) }
    return stars
  }

  /// The stars of the hexadecimal digits of a binary value.
  private func stars(ofBytes bytes: [UInt8], _ place: Place) -> Stars {
    let digits = Array(MessageParser.hexadecimal(bytes.span).utf8)
    var stars = Stars(count: digits.count)
    switch place.rule(count: digits.count) {
    case .track1:
      var inner = Stars(count: bytes.count)
      TrackMask.hideTrack1(bytes, &inner)
      stars.merge(inner, width: 2)
    case .search: stars = searched(bytes, isChipData: place.isMadeOfObjects)
    case .text:
      var inner = Stars(count: bytes.count)
      CardDataScan.hide(in: bytes, &inner)
      stars.merge(inner, width: 2)
    default: stars = self.stars(ofCharacters: digits, place)
    }
    for number in own { hideEverywhere(number, bytes, digits, &stars) }
    return stars
  }

  /// Where the message names no card, the number may stand where none belongs: as the whole of a
  /// code (DE 53, 64, 128), of references or amounts among zeros (DE 90, 95), or somewhere in what
  /// an issuer's chip says (tag 9F10).
  private static func hideStray(
    in characters: [UInt8], _ place: Place, _ stars: inout Stars
  ) {
    switch (place.element, place.tag) {
    case (53, nil), (64, nil), (128, nil): CardDataScan.hideWhole(characters, &stars)
    case (90, nil), (95, nil): CardDataScan.hideAmongZeros(characters, &stars)
    case (_, "9F10"): CardDataScan.hide(in: characters, &stars)
    default: break
    }
  }

  private static func hideCardNumber(_ characters: [UInt8], _ stars: inout Stars) {
    var end = characters.count
    while end > 0, characters[end - 1] == UInt8(ascii: "F") { end -= 1 }
    stars.hideCardNumber(0..<end)
    for index in 0..<end where !Digits.isDigit(characters[index]) {
      stars.hide(index..<(index + 1))
    }
  }

  /// Searches bytes as data objects, as packed digits, as ASCII and as EBCDIC.
  private func searched(_ bytes: [UInt8], isChipData: Bool) -> Stars {
    let digits = Array(MessageParser.hexadecimal(bytes.span).utf8)
    var stars = Stars(count: digits.count)
    let isWalked = hideObjects(in: bytes, bytes.indices, depth: 0, &stars)
    if isChipData, isWalked { return stars }
    CardDataScan.hide(in: digits, &stars)
    for characters in [bytes, Self.ebcdicDigits(bytes)] {
      var inner = Stars(count: bytes.count)
      CardDataScan.hide(in: characters, &inner)
      stars.merge(inner, width: 2)
    }
    return stars
  }

  private func hideEverywhere(
    _ number: [UInt8], _ bytes: [UInt8], _ digits: [UInt8], _ stars: inout Stars
  ) {
    CardDataScan.hide(number: number, in: digits, &stars)
    for characters in [bytes, Self.ebcdicDigits(bytes)] {
      var inner = Stars(count: bytes.count)
      CardDataScan.hide(number: number, in: characters, &inner)
      stars.merge(inner, width: 2)
    }
  }

  private static func ebcdicDigits(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { byte in
      switch byte {
      case 0xF0...0xF9: byte - 0xC0
      // Blank and hyphen.
      case 0x40, 0x60: byte == 0x40 ? 0x20 : 0x2D
      default: 0
      }
    }
  }

  private static func bytes(ofHexadecimal characters: [UInt8]) -> [UInt8]? {
    guard !characters.isEmpty, characters.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: characters.count, by: 2) {
      guard let high = Hexadecimal.nibble(UInt16(characters[index])),
        let low = Hexadecimal.nibble(UInt16(characters[index + 1]))
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  // MARK: - Data objects

  /// Stars the secret data objects in `range`; `stars` counts in hexadecimal digits.
  ///
  /// - Returns: Whether `range` is data objects to its end.
  private func hideObjects(
    in bytes: [UInt8], _ range: Range<Int>, depth: Int, _ stars: inout Stars
  ) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if bytes[offset] == 0 {
        offset += 1
        continue
      }
      // A tag or a length may run on behind the object around it.
      guard let tag = BERTag.read(bytes.span, at: &offset),
        let count = Self.length(bytes, at: &offset), offset <= range.upperBound
      else { return false }
      let isWhole = offset + count <= range.upperBound
      let value = offset..<min(offset + count, range.upperBound)
      guard hideObject(tag, in: bytes, value, depth: depth, &stars), isWhole else { return false }
      offset = value.upperBound
    }
    return true
  }

  /// - Returns: Whether the object is what its tag says.
  private func hideObject(
    _ tag: BERTag, in bytes: [UInt8], _ value: Range<Int>, depth: Int, _ stars: inout Stars
  ) -> Bool {
    guard !tag.isConstructed else {
      return depth < 8 && hideObjects(in: bytes, value, depth: depth + 1, &stars)
    }
    let place = Place(element: 55, tag: tag.key, isInside: true)
    let content = Array(bytes[value])
    let inner: Stars
    if place.rule(count: content.count * 2) == .search {
      // Not searched for objects again: what is inside a primitive one is no nesting to follow.
      let digits = Array(MessageParser.hexadecimal(content.span).utf8)
      var found = Stars(count: digits.count)
      CardDataScan.hide(in: digits, &found)
      var characters = Stars(count: content.count)
      CardDataScan.hide(in: content, &characters)
      found.merge(characters, width: 2)
      inner = found
    } else {
      inner = self.stars(ofBytes: content, place)
    }
    stars.merge(inner, at: value.lowerBound * 2)
    return true
  }

  private static func length(_ bytes: [UInt8], at offset: inout Int) -> Int? {
    guard offset < bytes.count else { return nil }
    let first = bytes[offset]
    offset += 1
    guard first >= 0x80 else { return Int(first) }
    let width = Int(first & 0x7F)
    guard (1...3).contains(width), offset + width <= bytes.count else { return nil }
    var count = 0
    for _ in 0..<width {
      count = count << 8 | Int(bytes[offset])
      offset += 1
    }
    return count
  }
}

extension CardDataMask.Place {
  fileprivate enum Rule {
    case whole, cardNumber, track1, track2, track3, harmless, text, search
  }

  /// The elements whose content is secret as a whole.
  fileprivate var isSecret: Bool { [2, 34, 35, 36, 45, 52].contains(element) }

  /// Whether the whole value should be data objects.
  fileprivate var isMadeOfObjects: Bool {
    tag.map(CardDataTags.isConstructed) ?? (element == 55)
  }

  /// - Parameter count: Of the characters that are shown.
  fileprivate func rule(count: Int) -> Rule {
    guard !isMisread else { return .whole }
    if isSecret {
      // A part of a secret has no meaning that is known here.
      guard !isInside else { return .whole }
      return switch element {
      case 2, 34: .cardNumber
      case 35: .track2
      case 36: .track3
      case 45: .track1
      default: .whole
      }
    }
    guard let tag else {
      return count <= CardDataMask.harmless[element] ?? 0 ? .harmless : .search
    }
    return switch CardDataTags.secrecy(of: tag) {
    case .cardNumber: .cardNumber
    case .track1: .track1
    case .track2: .track2
    case .whole: .whole
    case .none: .harmless
    case .text: .text
    case .unknown: .search
    }
  }
}
