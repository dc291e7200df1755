/// Bytes that an input holds as they are, or in hexadecimal.
enum HexInput {
  /// - Throws: ``CommandError`` (65) if there is nothing.
  static func bytes(of text: [UInt8], from name: String) throws(CommandError) -> [UInt8] {
    guard !text.isEmpty else {
      throw CommandError("\(name): empty", .badData, code: "empty", path: name)
    }
    guard HexText.isPlausible(text) else { return text }
    guard let bytes = HexText.bytes(of: text) else {
      throw CommandError(
        "\(name): an odd number of hexadecimal digits", .badData, code: "oddHexadecimal",
        path: name)
    }
    return bytes
  }
}
