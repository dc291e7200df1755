import CardCore

/// One private data subelement (PDS) of a clearing message: a tag of four digits, a length of three
/// and the value.
///
/// They stand one behind the other in DE 48, and go on in 62, 123, 124 and 125 where they are more
/// than an element holds; none is cut in two.
public struct PrivateDataSubelement: Hashable, Sendable {
  /// 0 to 9999.
  public let tag: UInt16
  /// At most 992 characters.
  public let value: String

  /// The elements that hold subelements, in their order.
  public static let elements = [48, 62, 123, 124, 125].map(DataElement.init(rawValue:))
  /// The most characters of a value: an element of 999 without tag and length.
  public static let valueCountMax = 992

  private static let elementCountMax = 999
  private static let headCount = 7

  /// nil for a tag over 9999 or a value over 992 characters.
  public init?(tag: Int, value: String) {
    guard (0...9999).contains(tag), value.unicodeScalars.count <= Self.valueCountMax else {
      return nil
    }
    self.tag = UInt16(tag)
    self.value = value
  }

  /// The four digits of the tag.
  public var tagText: String { Self.digits(UInt64(tag), width: 4) }

  /// Tag, length and value.
  public var text: String {
    tagText + Self.digits(UInt64(value.unicodeScalars.count), width: 3) + value
  }

  /// Reads the subelements of one element; nil if they do not fill it exactly.
  public static func parse(_ text: String) -> [PrivateDataSubelement]? {
    let scalars = Array(text.unicodeScalars)
    var subelements: [PrivateDataSubelement] = []
    var offset = 0
    while offset < scalars.count {
      guard let tag = number(scalars, at: offset, count: 4),
        let count = number(scalars, at: offset + 4, count: 3),
        offset + headCount + count <= scalars.count
      else { return nil }
      let start = offset + headCount
      let value = String(String.UnicodeScalarView(scalars[start..<start + count]))
      guard let subelement = PrivateDataSubelement(tag: tag, value: value) else { return nil }
      subelements.append(subelement)
      offset = start + count
    }
    return subelements
  }

  /// Spreads subelements over the elements that hold them, in their order, each one whole.
  ///
  /// - Returns: nil if the five elements do not hold them.
  public static func elementTexts(
    _ subelements: [PrivateDataSubelement]
  ) -> [(element: DataElement, text: String)]? {
    var texts: [String] = []
    for subelement in subelements {
      let text = subelement.text
      if let last = texts.last,
        last.unicodeScalars.count + text.unicodeScalars.count <= elementCountMax
      {
        texts[texts.count - 1] += text
      } else {
        texts.append(text)
      }
    }
    guard texts.count <= elements.count else { return nil }
    return zip(elements, texts).map { (element: $0, text: $1) }
  }

  private static func number(_ scalars: [Unicode.Scalar], at offset: Int, count: Int) -> Int? {
    guard offset + count <= scalars.count else { return nil }
    let digits = scalars[offset..<offset + count].map { UInt8($0.value < 0x80 ? $0.value : 0) }
    return Digits.value(of: digits.span).map { Int($0) }
  }

  private static func digits(_ value: UInt64, width: Int) -> String {
    var digits: [UInt8] = []
    Digits.append(value, width: width, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }
}

extension Message {
  /// The private data subelements of the message, in the order of its elements.
  ///
  /// - Returns: nil if an element that should hold subelements holds something else.
  public var privateDataSubelements: [PrivateDataSubelement]? {
    var all: [PrivateDataSubelement] = []
    for element in PrivateDataSubelement.elements {
      guard let text = text(of: element) else { continue }
      guard let subelements = PrivateDataSubelement.parse(text) else { return nil }
      all += subelements
    }
    return all
  }
}
