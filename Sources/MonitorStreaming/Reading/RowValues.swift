import CardCore

/// The values of rows, from text to types.
enum RowValues {
  static func time(_ text: Span<UInt8>, _ form: LogMapping.TimeColumn) -> Instant? {
    switch form {
    case .stamp(let zone): return StampText.instant(text, zone: zone)
    case .pattern(let pattern, let zone):
      return pattern.reading(text).map { zone.instant(showing: $0) }
    case .count(let unit, let epoch):
      guard let count = decimal(text, exponent: 3, cutsOff: true) else { return nil }
      let (product, isOver) = count.multipliedReportingOverflow(by: unit.microseconds)
      guard !isOver else { return nil }
      let (sum, isSumOver) = (product / 1_000_000).addingReportingOverflow(
        epoch.millisecondsSince1970)
      let instant = Instant(millisecondsSince1970: sum)
      return isSumOver || instant < .earliest || instant > .latest ? nil : instant
    }
  }

  /// A decimal number in units of 10⁻ˣ, with a point or a comma; nil for any other text, for more
  /// decimals than `exponent` unless they are zeros or `cutsOff`, and for what does not fit.
  static func decimal(_ text: Span<UInt8>, exponent: Int, cutsOff: Bool = false) -> Int64? {
    var offset = 0
    let isNegative = text.count > 0 && text[0] == 0x2D
    if isNegative { offset = 1 }
    var value: Int64 = 0
    var digitCount = 0
    var decimals: Int?
    while offset < text.count {
      let byte = text[offset]
      offset += 1
      if byte == 0x2E || byte == 0x2C {
        guard decimals == nil, digitCount > 0 else { return nil }
        decimals = 0
        continue
      }
      guard Digits.isDigit(byte) else { return nil }
      digitCount += 1
      if let count = decimals {
        guard count < exponent else {
          if cutsOff || byte == 0x30 { continue }
          return nil
        }
        decimals = count + 1
      }
      guard let next = appending(byte &- 0x30, to: value) else { return nil }
      value = next
    }
    guard digitCount > 0 else { return nil }
    for _ in (decimals ?? 0)..<exponent {
      guard let next = appending(0, to: value) else { return nil }
      value = next
    }
    return isNegative ? -value : value
  }

  private static func appending(_ digit: UInt8, to value: Int64) -> Int64? {
    let (shifted, isOver) = value.multipliedReportingOverflow(by: 10)
    let (sum, isSumOver) = shifted.addingReportingOverflow(Int64(digit))
    return isOver || isSumOver ? nil : sum
  }

  static func currency(_ text: Span<UInt8>) -> Currency? {
    guard text.count == 3 else { return nil }
    return Currency(digits: text) ?? Currency(alphabetic: string(text))
  }

  static func country(_ text: Span<UInt8>) -> Country? {
    guard 2...3 ~= text.count else { return nil }
    return Country(digits: text) ?? Country(alphabetic: string(text))
  }

  static func category(_ text: Span<UInt8>) -> MCC? {
    guard 1...4 ~= text.count, let number = Digits.value(of: text) else { return nil }
    return MCC(Int(number))
  }

  static func truth(_ text: Span<UInt8>) -> Bool? {
    if text.count == 1 {
      if text[0] == UInt8(ascii: "0") { return false }
      if text[0] == UInt8(ascii: "1") { return true }
    }
    switch string(text).lowercased() {
    case "true", "yes", "fraud": return true
    case "false", "no", "genuine": return false
    default: return nil
    }
  }

  /// The MTI of 1987 that says the same; rows have none of their own.
  static func mti(_ kind: TransactionKind, _ phase: TransactionPhase) -> MTI {
    let messageClass =
      switch kind {
      case .authorization: 1
      case .financial, .completion, .presentment: 2
      case .fileAction: 3
      case .reversal, .chargeback: 4
      case .reconciliation: 5
      case .administrative, .fee: 6
      case .network: 8
      }
    let function =
      switch phase {
      case .request: 0
      case .repeat: 0
      case .answer: 1
      case .advice, .notification: 2
      case .adviceAnswer: 3
      }
    let number = messageClass * 100 + function * 10 + (phase == .repeat ? 1 : 0)
    return MTI(number) ?? .vacant
  }

  static func string(_ text: Span<UInt8>) -> String {
    String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
  }
}
