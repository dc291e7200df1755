/// What is too weak for new work and must be asked for by name.
///
/// Empty by default everywhere: a caller that has to read old data names each thing that it takes.
public struct Legacy: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Keys of single DES, and triple DES keys that are no stronger because two parts are equal.
  public static let singleDES = Legacy(rawValue: 1 << 0)

  /// Check values of AES keys made by enciphering zeros, as before ANSI X9.24-1:2017.
  public static let aesZeroBlockCheckValue = Legacy(rawValue: 1 << 1)

  /// Decimalisation tables that let a PIN be found in a few guesses.
  public static let weakDecimalisationTable = Legacy(rawValue: 1 << 2)

  /// Key blocks of versions A and C, whose keys are exclusive-or variants.
  public static let variantKeyBlocks = Legacy(rawValue: 1 << 3)

  /// Key blocks whose protection key is weaker than the key inside.
  public static let weakKeyProtection = Legacy(rawValue: 1 << 4)

  /// Format-preserving encryption by FF3-1, which NIST dropped in 2025.
  public static let ff31 = Legacy(rawValue: 1 << 5)

  /// Everything above: for running old vectors, not for a program that serves cards.
  public static let all = Legacy(rawValue: (1 << 6) - 1)
}
