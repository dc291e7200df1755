/// The version of a key block: which cipher protects it, and how.
///
/// Source: ANSI TR-31:2018 (A to D) and ISO 20038:2017 (E) as OpenEMV's `tr31` and psec implement
/// them.
public enum KeyBlockVersion: UInt8, CaseIterable, Hashable, Sendable {
  /// Triple DES under exclusive-or variants; 4 bytes of MAC over the ciphertext. Out of date.
  case a = 0x41
  /// Triple DES under derived keys; 8 bytes of MAC over the clear key data.
  case b = 0x42
  /// As ``a``, with another letter. Out of date.
  case c = 0x43
  /// AES in CBC under derived keys; 16 bytes of MAC over the clear key data.
  case d = 0x44
  /// AES in counter mode under derived keys; 16 bytes of MAC over the clear key data.
  case e = 0x45

  /// The letter in a header.
  public var letter: String { String(decoding: [rawValue], as: UTF8.self) }

  /// Whether its keys are variants and not derived: see ``Legacy/variantKeyBlocks``.
  public var isVariantBinding: Bool { self == .a || self == .c }

  /// Whether its protection key is one of AES.
  public var usesAES: Bool { self == .d || self == .e }

  /// The length of the MAC, in bytes.
  public var macByteCount: Int {
    switch self {
    case .a, .c: 4
    case .b: 8
    case .d, .e: 16
    }
  }

  /// The key data are a multiple of this, in bytes.
  var dataMultiple: Int {
    switch self {
    case .a, .b, .c: 8
    case .d: 16
    case .e: 1
    }
  }

  /// The header with its optional blocks is made a multiple of this when it is written, in
  /// characters.
  var headerMultiple: Int { usesAES ? 16 : 8 }

  /// A whole block that is read is a multiple of this, in characters.
  var characterMultiple: Int {
    switch self {
    case .a, .b, .c: 8
    case .d: 16
    // Counter mode leaves the data as long as they are.
    case .e: 2
    }
  }
}
