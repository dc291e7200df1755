/// One of the values that a card's cryptogram covers.
///
/// What it is called may be shown, logged and compared; its value stays in ``CryptogramInputs``.
public enum CryptogramInput: UInt16, Hashable, Sendable, CaseIterable {
  /// Six bytes of packed digits.
  case authorizedAmount = 0x9F02
  /// Six bytes of packed digits: cash back, for one.
  case otherAmount = 0x9F03
  /// Two bytes of packed digits.
  case terminalCountry = 0x9F1A
  /// Five bytes (TVR).
  case terminalVerificationResults = 0x0095
  /// Two bytes of packed digits.
  case transactionCurrency = 0x5F2A
  /// Three bytes of packed digits: year, month, day.
  case transactionDate = 0x009A
  /// One byte of packed digits.
  case transactionType = 0x009C
  /// Four bytes, which the terminal drew.
  case unpredictableNumber = 0x9F37
  /// Two bytes (AIP).
  case interchangeProfile = 0x0082
  /// Two bytes (ATC).
  case transactionCounter = 0x9F36
  /// All of tag 9F10.
  case issuerApplicationData = 0x9F10
  /// The results (CVR) inside tag 9F10; they have no tag of their own.
  case cardVerificationResults = 0x0001
  /// The counters inside tag 9F10 of M/Chip; they have no tag of their own.
  case counters = 0x0002

  /// The tag in hexadecimal, or the tag that the value is a part of.
  public var tag: String {
    switch self {
    case .cardVerificationResults, .counters: "9F10"
    default: String(rawValue, radix: 16, uppercase: true)
    }
  }

  /// What the value is, in words.
  public var name: String {
    switch self {
    case .authorizedAmount: "amount, authorized"
    case .otherAmount: "amount, other"
    case .terminalCountry: "terminal country code"
    case .terminalVerificationResults: "terminal verification results"
    case .transactionCurrency: "transaction currency code"
    case .transactionDate: "transaction date"
    case .transactionType: "transaction type"
    case .unpredictableNumber: "unpredictable number"
    case .interchangeProfile: "application interchange profile"
    case .transactionCounter: "application transaction counter"
    case .issuerApplicationData: "issuer application data"
    case .cardVerificationResults: "card verification results"
    case .counters: "counters"
    }
  }

  /// How many bytes the value has.
  func byteCounts(for version: CryptogramVersion) -> ClosedRange<Int> {
    switch self {
    case .authorizedAmount, .otherAmount: 6...6
    case .terminalCountry, .transactionCurrency, .interchangeProfile, .transactionCounter: 2...2
    case .terminalVerificationResults: 5...5
    case .transactionDate: 3...3
    case .transactionType: 1...1
    case .unpredictableNumber: 4...4
    case .issuerApplicationData: 1...32
    case .cardVerificationResults: version == .visa10 ? 4...4 : 6...6
    case .counters: 8...16
    }
  }
}

extension CryptogramVersion {
  /// What a cryptogram covers, in order: ten values of every version, then its own.
  ///
  /// Visa's version 10 takes the results out of tag 9F10 where 18 and 22 take the whole tag; M/Chip
  /// adds the counters in its odd versions.
  public var inputs: [CryptogramInput] {
    let common: [CryptogramInput] = [
      .authorizedAmount, .otherAmount, .terminalCountry, .terminalVerificationResults,
      .transactionCurrency, .transactionDate, .transactionType, .unpredictableNumber,
      .interchangeProfile, .transactionCounter,
    ]
    switch self {
    case .visa10, .mChip16, .mChip20: return common + [.cardVerificationResults]
    case .mChip17, .mChip21: return common + [.cardVerificationResults, .counters]
    case .visa18, .visa22, .interac133: return common + [.issuerApplicationData]
    }
  }
}
