/// A place in a text, as programs and as people count.
public struct JSONPosition: Sendable, Equatable {
  /// Bytes before it.
  public let offset: Int
  /// The line, from 1; lines end with LF.
  public let line: Int
  /// The character in the line, from 1.
  public let column: Int

  /// Finds the line and column of a byte.
  ///
  /// - Parameters:
  ///   - offset: From 0; one past the last byte is the end of the text.
  ///   - text: UTF-8; where it is not, each byte that could start a character counts as one.
  /// - Complexity: O(`offset`): meant for errors.
  public init(offset: Int, in text: Span<UInt8>) {
    precondition((0...text.count).contains(offset), "a position lies in its text")
    var line = 1
    var column = 1
    for index in 0..<offset {
      let byte = text[index]
      if byte == JSONByte.lineFeed {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.offset = offset
    self.line = line
    self.column = column
  }
}
