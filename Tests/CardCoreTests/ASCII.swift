/// The bytes of an ASCII text.
func ascii(_ text: some StringProtocol) -> [UInt8] { Array(text.utf8) }

/// The text of ASCII bytes.
func text(_ bytes: Span<UInt8>) -> String {
  String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
}

/// FNV-1a, 64 bits: one number that pins many texts.
func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
