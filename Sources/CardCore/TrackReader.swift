/// The fields that both tracks have; each function reads one at ``offset`` and moves past it.
struct TrackReader {
  let track: TrackParseError.Track
  /// 0-based, from the first byte given.
  var offset: Int
  /// Where the content ends: the end of the bytes, or the end sentinel.
  let end: Int
  let hasSentinels: Bool

  /// Finds the content between the sentinels, or takes all the bytes where there are none.
  ///
  /// - Parameter countMax: The most characters of content.
  init(
    _ track: TrackParseError.Track, _ text: Span<UInt8>,
    startSentinel: UInt8, countMax: Int
  ) throws(TrackParseError) {
    self.track = track
    hasSentinels = !text.isEmpty && text[0] == startSentinel
    offset = hasSentinels ? 1 : 0
    end = hasSentinels ? text.count - 1 : text.count
    if hasSentinels, end < 1 || text[end] != TrackReader.endSentinel {
      throw TrackParseError(
        track: track, offset: text.count, expected: .endSentinel, found: .end)
    }
    if end - offset > countMax {
      throw error(.end, text, at: offset + countMax)
    }
  }

  /// The character `?`, on both tracks.
  static var endSentinel: UInt8 { 0x3F }

  /// The byte at ``offset``, or nil at the end of the content.
  func next(_ text: Span<UInt8>) -> UInt8? { offset < end ? text[offset] : nil }

  /// Reads digits up to whatever is none; the separator after them is the caller's to read.
  mutating func pan(_ text: Span<UInt8>) throws(TrackParseError) -> PAN {
    let start = offset
    while let byte = next(text), Digits.isDigit(byte) { offset += 1 }
    guard offset > start else { throw error(.digit, text, at: start) }
    guard let pan = try? PAN(text.extracting(start..<offset)) else {
      throw error(.separator, text, at: start + PAN.digitCountMax)
    }
    return pan
  }

  /// Reads `YYMM`, or the separator that stands for none.
  mutating func expiry(
    _ text: Span<UInt8>, separator: UInt8, near referenceYear: Int
  ) throws(TrackParseError) -> CardDate? {
    guard let digits = try digits(4, text, orOnly: separator) else { return nil }
    guard let date = try? CardDate(yymm: text.extracting(digits), near: referenceYear) else {
      throw TrackParseError(
        track: track, offset: digits.lowerBound + 2, expected: .expiryMonth, found: nil)
    }
    return date
  }

  /// Reads three digits, or the separator that stands for none.
  mutating func serviceCode(
    _ text: Span<UInt8>, separator: UInt8
  ) throws(TrackParseError) -> ServiceCode? {
    guard let digits = try digits(3, text, orOnly: separator) else { return nil }
    return ServiceCode(text.extracting(digits))
  }

  private mutating func digits(
    _ count: Int, _ text: Span<UInt8>, orOnly separator: UInt8
  ) throws(TrackParseError) -> Range<Int>? {
    if next(text) == separator {
      offset += 1
      return nil
    }
    let start = offset
    for _ in 0..<count {
      guard let byte = next(text), Digits.isDigit(byte) else {
        throw error(.digit, text, at: offset)
      }
      offset += 1
    }
    return start..<offset
  }

  /// Copies the bytes up to `stop`, each of which `isAllowed` must accept, into a secret.
  mutating func secret(
    _ text: Span<UInt8>, upTo stop: Int, expected: TrackParseError.Expected,
    where isAllowed: (UInt8) -> Bool
  ) throws(TrackParseError) -> SecretBytes {
    let start = offset
    for index in start..<stop where !isAllowed(text[index]) {
      throw error(expected, text, at: index)
    }
    offset = stop
    return SecretBytes(count: stop - start) { target in
      for index in start..<stop { target[index - start] = text[index] }
    }
  }

  func error(
    _ expected: TrackParseError.Expected, _ text: Span<UInt8>, at offset: Int
  ) -> TrackParseError {
    let found = offset < end ? ByteClass(text[offset]) : .end
    return TrackParseError(track: track, offset: offset, expected: expected, found: found)
  }
}

/// The fields that both tracks write the same way.
enum TrackWriter {
  static func append(_ pan: PAN, to bytes: inout [UInt8]) {
    pan.withDigits { digits in append(digits, to: &bytes) }
  }

  /// Appends `YYMM` and the service code, or for each one that is missing its separator.
  static func append(
    _ expiry: CardDate?, _ serviceCode: ServiceCode?, separator: UInt8, to bytes: inout [UInt8]
  ) {
    if let expiry { expiry.appendYYMM(to: &bytes) } else { bytes.append(separator) }
    if let serviceCode { serviceCode.append(to: &bytes) } else { bytes.append(separator) }
  }

  static func append(_ secret: borrowing SecretBytes, to bytes: inout [UInt8]) {
    secret.withBytes { span in append(span, to: &bytes) }
  }

  private static func append(_ span: Span<UInt8>, to bytes: inout [UInt8]) {
    for offset in span.indices { bytes.append(span[offset]) }
  }
}
