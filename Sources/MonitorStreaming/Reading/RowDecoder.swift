import CardCore

/// Makes transactions of rows by a mapping: what CSV and NDJSON have in common.
struct RowDecoder: Sendable {
  let mapping: LogMapping
  /// The columns that are read, each once.
  let columns: [String]
  private let places: [Int]
  private let isWhole: Bool
  private let keepsRawBytes: Bool
  var progress = LogProgress()

  init(_ mapping: LogMapping, options: LogOptions) {
    self.mapping = mapping
    keepsRawBytes = options.keepsRawBytes
    var columns: [String] = []
    var places = Array(repeating: -1, count: MappedField.allCases.count)
    for (index, field) in MappedField.allCases.enumerated() {
      guard let name = mapping.columns[field] else { continue }
      if let known = columns.firstIndex(of: name) {
        places[index] = known
      } else {
        places[index] = columns.count
        columns.append(name)
      }
    }
    self.columns = columns
    self.places = places
    isWhole = mapping.columns[.phase] == nil
  }

  /// Where a field's index among all stands, told once a call by the compiler.
  @inline(__always)
  private func column(_ field: MappedField) -> Int { places[Self.index(of: field)] }

  /// Reads a row into the block.
  mutating func decode(
    _ row: borrowing RowFields, offset: UInt64, into block: inout LogBlock
  ) throws(RowError) {
    let bytes = row.bytes
    var transaction = try head(row, bytes.span)
    transaction.sequence = progress.sequence
    transaction.input = progress.input
    transaction.byteOffset = offset
    try readMoney(row, bytes.span, into: &transaction)
    try readPlace(row, bytes.span, into: &transaction)
    try readReferences(row, bytes.span, into: &transaction)
    try readLabel(row, bytes.span, into: &transaction)
    try append(&transaction, row, bytes.span, to: &block)
    if column(.id) >= 0 { block.names.append(text(.id, row, bytes.span)) }
    block.messageCount += 1
    progress.sequence += 1
    progress.reference = transaction.time
  }

  /// Puts the row that stands in `range` of `bytes` aside.
  func quarantine(
    _ reason: String, code: String, path: String, _ bytes: Span<UInt8>, _ range: Range<Int>,
    at offset: UInt64, into block: inout LogBlock
  ) {
    block.quarantined.append(
      QuarantinedRecord(
        input: progress.input, offset: offset, byteCount: range.count, path: path, code: code,
        reason: reason, raw: keepsRawBytes ? range.map { bytes[$0] } : nil))
  }

  private func head(
    _ row: borrowing RowFields, _ bytes: Span<UInt8>
  ) throws(RowError) -> Transaction {
    guard let time = RowValues.time(bytes.extracting(at(.time, row)), mapping.time) else {
      throw RowError(.time, "a time as the mapping describes it")
    }
    var kind = TransactionKind.authorization
    var phase = TransactionPhase.request
    if holds(.kind, row) {
      guard let named = TransactionKind(name: text(.kind, row, bytes)) else {
        throw RowError(.kind, "a kind such as authorization or reversal")
      }
      kind = named
    }
    if holds(.phase, row) {
      guard let named = TransactionPhase(name: text(.phase, row, bytes)) else {
        throw RowError(.phase, "a phase such as request or answer")
      }
      phase = named
    }
    var transaction = Transaction(
      sequence: 0, time: time, mti: RowValues.mti(kind, phase), kind: kind, phase: phase)
    if isWhole { transaction.facts.insert(.isWholeExchange) }
    return transaction
  }

  private func readMoney(
    _ row: borrowing RowFields, _ bytes: Span<UInt8>, into transaction: inout Transaction
  ) throws(RowError) {
    transaction.currency = mapping.currency
    if holds(.currency, row) {
      guard let currency = RowValues.currency(bytes.extracting(at(.currency, row))) else {
        throw RowError(.currency, "a currency of ISO 4217, such as EUR or 978")
      }
      transaction.currency = currency
    }
    guard holds(.amount, row) else { return }
    let exponent = mapping.amountIsMinor ? 0 : transaction.currency?.exponent ?? 2
    guard let amount = RowValues.decimal(bytes.extracting(at(.amount, row)), exponent: exponent)
    else {
      throw RowError(
        .amount, "a number with at most \(exponent) decimals that fits 64 bits")
    }
    transaction.amountMinor = amount
  }

  private func readPlace(
    _ row: borrowing RowFields, _ bytes: Span<UInt8>, into transaction: inout Transaction
  ) throws(RowError) {
    if holds(.terminal, row) {
      let value = bytes.extracting(at(.terminal, row).suffix(TerminalID.countMax))
      guard let terminal = try? TerminalID(value) else {
        throw RowError(.terminal, "printable ASCII characters")
      }
      transaction.terminal = terminal
    }
    if holds(.merchant, row) {
      let value = bytes.extracting(at(.merchant, row).suffix(MerchantID.countMax))
      guard let merchant = try? MerchantID(value) else {
        throw RowError(.merchant, "printable ASCII characters")
      }
      transaction.merchant = merchant
    }
    if holds(.acquirer, row) {
      guard let acquirer = try? AcquirerID(bytes.extracting(at(.acquirer, row))) else {
        throw RowError(.acquirer, "1 to 11 digits")
      }
      transaction.acquirer = acquirer
    }
    if holds(.mcc, row) {
      guard let category = RowValues.category(bytes.extracting(at(.mcc, row))) else {
        throw RowError(.mcc, "1 to 4 digits")
      }
      transaction.category = category
    }
    if holds(.country, row) {
      guard let country = RowValues.country(bytes.extracting(at(.country, row))) else {
        throw RowError(.country, "a country of ISO 3166, such as FR, FRA or 250")
      }
      transaction.country = country
    }
    if holds(.entryMode, row) {
      guard let mode = EntryMode(name: text(.entryMode, row, bytes)) else {
        throw RowError(.entryMode, "an entry mode such as chip or ecommerce")
      }
      transaction.entryMode = mode
      transaction.isCardPresent = mode.impliesCardPresent
    }
  }

  private func readReferences(
    _ row: borrowing RowFields, _ bytes: Span<UInt8>, into transaction: inout Transaction
  ) throws(RowError) {
    if holds(.stan, row) {
      guard let number = Digits.value(of: bytes.extracting(at(.stan, row))),
        let stan = STAN(number: UInt32(truncatingIfNeeded: number % 1_000_000))
      else { throw RowError(.stan, "digits") }
      transaction.stan = stan
    }
    if holds(.rrn, row) {
      guard let rrn = try? RRN(bytes.extracting(at(.rrn, row))) else {
        throw RowError(.rrn, "1 to 12 letters and digits")
      }
      transaction.rrn = rrn
    }
    if holds(.authCode, row) {
      guard let code = try? AuthorizationCode(bytes.extracting(at(.authCode, row))) else {
        throw RowError(.authCode, "1 to 6 letters and digits")
      }
      transaction.authorizationCode = code
    }
    if holds(.response, row) {
      guard let code = ResponseCode(bytes.extracting(at(.response, row))) else {
        throw RowError(.response, "1 to 4 letters and digits")
      }
      transaction.responseCode = code
    }
  }

  private func readLabel(
    _ row: borrowing RowFields, _ bytes: Span<UInt8>, into transaction: inout Transaction
  ) throws(RowError) {
    guard holds(.label, row) else { return }
    guard let isFraud = RowValues.truth(bytes.extracting(at(.label, row))) else {
      throw RowError(.label, "0, 1, true or false")
    }
    transaction.facts.insert(.isLabelled)
    if isFraud { transaction.facts.insert(.isFraud) }
  }

  /// Appends the transaction with its card, which may be a PAN or any other name.
  private func append(
    _ transaction: inout Transaction, _ row: borrowing RowFields, _ bytes: Span<UInt8>,
    to block: inout LogBlock
  ) throws(RowError) {
    let card = bytes.extracting(at(.card, row))
    guard !card.isEmpty else { return block.append(transaction, pan: nil, other: Span()) }
    let looksLikePAN = 12...19 ~= card.count && Digits.luhnHolds(card)
    guard mapping.cardIsPAN || looksLikePAN else {
      transaction.cardFacts = CardFacts(other: card)
      return block.append(transaction, pan: nil, other: card)
    }
    guard let pan = try? PAN(card) else { throw RowError(.card, "1 to 19 digits") }
    transaction.cardFacts = CardFacts(pan)
    block.append(transaction, pan: pan, other: Span())
  }

  // MARK: - Values

  /// Whether the row says something in the field's column.
  @inline(__always)
  private func holds(_ field: MappedField, _ row: borrowing RowFields) -> Bool {
    let column = column(field)
    return column >= 0 && !row.range(column).isEmpty
  }

  /// Where the field's value stands among the row's bytes; empty where it has none.
  private func at(_ field: MappedField, _ row: borrowing RowFields) -> Range<Int> {
    let column = column(field)
    return column < 0 ? 0..<0 : row.range(column)
  }

  private func text(
    _ field: MappedField, _ row: borrowing RowFields, _ bytes: Span<UInt8>
  ) -> String {
    let value = bytes.extracting(at(field, row))
    return String(decoding: value.indices.map { value[$0] }, as: UTF8.self)
  }

  private static func index(of field: MappedField) -> Int {
    switch field {
    case .id: 0
    case .time: 1
    case .card: 2
    case .terminal: 3
    case .merchant: 4
    case .acquirer: 5
    case .amount: 6
    case .currency: 7
    case .mcc: 8
    case .country: 9
    case .entryMode: 10
    case .kind: 11
    case .phase: 12
    case .stan: 13
    case .rrn: 14
    case .authCode: 15
    case .response: 16
    case .label: 17
    }
  }
}
