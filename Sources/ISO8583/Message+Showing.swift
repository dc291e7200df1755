extension Message {
  /// How much of a message is shown, and in what form.
  public struct ShowOptions: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Everything as it is. Only for messages that hold test data, as whoever asks for it asserts.
    public static let inFull = Self(rawValue: 1)
    /// All composites as pairs, not only those in which a tag comes twice.
    public static let ordered = Self(rawValue: 2)
    /// What tags and values do not say whole stands as bytes.
    static let exact = Self(rawValue: 4)
  }

  /// One element as it may be shown.
  public struct Shown: Sendable, Hashable {
    public var element: DataElement
    public var value: ShownValue
  }

  /// The elements that are there, ascending, with card data starred unless `options` say otherwise.
  ///
  /// - Parameters:
  ///   - options: Whether card data is starred.
  ///   - paths: Only what they lead to, such as `39` or `55.9F26`; everything where empty.
  public func shown(options: ShowOptions = [], only paths: [String] = []) -> [Shown] {
    let mask = options.contains(.inFull) ? nil : CardDataMask(self)
    return elements.compactMap { element in
      guard Self.selects(paths, "\(element.rawValue)") else { return nil }
      guard let value = shownValue(of: element, mask, options) else { return nil }
      return Self.pick(value, at: "\(element.rawValue)", paths).map {
        Shown(element: element, value: $0)
      }
    }
  }

  /// The header as it may be shown.
  public func shownHeader(options: ShowOptions = []) -> ShownValue? {
    guard let header else { return nil }
    if options.contains(.inFull) { return ShownValue(header) }
    return CardDataMask(self).shown(
      header, of: 0, as: parser.spec.header, at: table.slots[parser.elementCount + 1].range)
  }

  /// The MTI as it may be shown: starred where reading went wrong and it may be a piece of a card
  /// number.
  public func shownMTI(options: ShowOptions = []) -> ShownText? {
    mti.map { shownHead($0, at: table.slots[0].wireRange, options) }
  }

  /// The bitmap as it may be shown, by the same rule as ``shownMTI(options:)``.
  public func shownBitmap(options: ShowOptions = []) -> ShownText? {
    bitmap.map { shownHead($0, at: bitmapPlace, options) }
  }

  private func shownHead(_ text: String, at range: Range<Int>, _ options: ShowOptions) -> ShownText
  {
    let isSound = !isPartial && deviations.isEmpty
    guard !isSound, !options.contains(.inFull) else { return ShownText(text) }
    return CardDataMask(self).shownHead(text, at: range)
  }

  /// Where the bitmap stands, or would where it could not be read to its end.
  var bitmapPlace: Range<Int> {
    let start = min(table.slots[0].wireRange.upperBound, bytes.count)
    if table.bitmapRange.lowerBound == start, !table.bitmapRange.isEmpty {
      return table.bitmapRange
    }
    return start..<min(start + 16 * max(1, table.wordCount), bytes.count)
  }

  private func shownValue(
    of element: DataElement, _ mask: CardDataMask?, _ options: ShowOptions
  ) -> ShownValue? {
    let value: FieldValue
    do throws(ParseError) {
      guard let read = try self.value(of: element) else { return nil }
      let isUndecoded =
        isUndecoded(element) || (options.contains(.exact) && hasFiller(element, read))
      value = isUndecoded ? .undecoded(Array(bytes[range(of: element)])) : read
    } catch {
      value = .undecoded(wireBytes(of: element))
    }
    guard let mask else { return ShownValue(value) }
    return mask.shown(
      value, of: element.rawValue, as: parser.spec.elements[element.rawValue],
      at: range(of: element))
  }

  /// Whether lenient reading let packed digits through that are none, which no text can say.
  private func isUndecoded(_ element: DataElement) -> Bool {
    table.slots[element.rawValue].unitCount % 2 == 0
      && deviations.contains {
        $0.code == .nibbleNotDecimal && $0.path == .init(.element(element.rawValue))
      }
  }

  /// Whether BER-TLV data have filler between the tags, so that `value` is written otherwise.
  private func hasFiller(_ element: DataElement, _ value: FieldValue) -> Bool {
    guard case .ber = parser.spec.elements[element.rawValue]?.subfields,
      bytes[range(of: element)].contains(0), let mti
    else { return false }
    do throws(BuildError) {
      var written = try Message(mti: mti, using: parser)
      try written.set(element, to: value)
      return written.wireBytes(of: element) != wireBytes(of: element)
    } catch {
      return true
    }
  }

  private func range(of element: DataElement) -> Range<Int> {
    table.slots[element.rawValue].range
  }

  private static func selects(_ paths: [String], _ path: String) -> Bool {
    paths.isEmpty
      || paths.contains { $0 == path || $0.hasPrefix(path + ".") || path.hasPrefix($0 + ".") }
  }

  private static func pick(_ value: ShownValue, at path: String, _ paths: [String]) -> ShownValue? {
    guard !paths.isEmpty, !paths.contains(path), case .fields(let members) = value else {
      return paths.isEmpty || paths.contains { $0 == path || path.hasPrefix($0 + ".") }
        ? value : nil
    }
    let kept = members.compactMap { member in
      let inner = path + "." + member.key
      return (selects(paths, inner) ? pick(member.value, at: inner, paths) : nil)
        .map { ShownValue.Member(member.key, $0) }
    }
    return kept.isEmpty ? nil : .fields(kept)
  }
}

extension ShownValue {
  /// `value` in full.
  init(_ value: FieldValue) {
    self =
      switch value {
      case .text(let text): .text(ShownText(text))
      case .bytes(let bytes): .hex(ShownText(MessageParser.hexadecimal(bytes.span)))
      case .undecoded(let bytes): .undecoded(ShownText(MessageParser.hexadecimal(bytes.span)))
      case .fields(let members): .fields(members.map { Member($0.key, ShownValue($0.value)) })
      }
  }
}
