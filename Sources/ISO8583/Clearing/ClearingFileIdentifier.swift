/// The identifier of a clearing file, PDS 0105 of its header and of its trailer: 25 digits.
public struct ClearingFileIdentifier: Sendable, Hashable {
  /// The 25 digits.
  public let text: String

  /// The digits that an identifier has.
  public static let digitCount = 25

  /// nil unless `text` is 25 ASCII digits.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == Self.digitCount, text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.text = String(text)
  }

  /// Three digits: 001 from the network, 002 from a member, and others.
  public var type: Substring { part(0, 3) }
  /// The day that the file is about, YYMMDD.
  public var date: Substring { part(3, 6) }
  /// Eleven digits.
  public var processor: Substring { part(9, 11) }
  /// Five digits, which no other file of that processor and day has.
  public var sequence: Substring { part(20, 5) }

  private func part(_ start: Int, _ count: Int) -> Substring {
    text.dropFirst(start).prefix(count)
  }
}
