import CardCore

/// Secrets as people write them into files and streams.
enum SecretInput {
  /// The first line of a file or of standard input, without its end.
  static func line(of argument: String?, isPrivate: Bool = false) throws(CommandError)
    -> SecretBytes
  {
    let source = InputSource.file(named: argument)
    let whole = try read(source, isPrivate: isPrivate)
    return whole.withBytes { whole in
      let end = whole.indices.first { whole[$0] == 0x0A || whole[$0] == 0x0D } ?? whole.count
      return SecretBytes(count: end) { bytes in
        for offset in 0..<end { bytes[offset] = whole[offset] }
      }
    }
  }

  /// The bytes that hexadecimal digits write, with blanks and line ends between them or not.
  ///
  /// - Throws: 65 for anything else: what was found is not said.
  static func hexadecimal(of argument: String?, isPrivate: Bool = false) throws(CommandError)
    -> SecretBytes
  {
    let source = InputSource.file(named: argument)
    let text = try read(source, isPrivate: isPrivate)
    return try text.withBytes { text throws(CommandError) in
      let digits = text.indices.filter { !HexText.isBlank(text[$0]) && text[$0] != 0x0A }
      guard !digits.isEmpty, digits.count % 2 == 0,
        digits.allSatisfy({ HexText.nibble(text[$0]) != nil })
      else {
        throw CommandError(
          "\(source.name): expected pairs of hexadecimal digits and nothing else", .badData,
          code: "notHexadecimal", path: source.name)
      }
      return SecretBytes(count: digits.count / 2) { bytes in
        for index in bytes.indices {
          let high = HexText.nibble(text[digits[2 * index]]) ?? 0
          bytes[index] = high << 4 | (HexText.nibble(text[digits[2 * index + 1]]) ?? 0)
        }
      }
    }
  }

  private static func read(
    _ source: InputSource, isPrivate: Bool
  ) throws(CommandError) -> SecretBytes {
    guard case .file(let path) = source else {
      return try POSIXFile.readSecret(nil, isPrivate: false)
    }
    return try POSIXFile.readSecret(path, isPrivate: isPrivate)
  }
}
