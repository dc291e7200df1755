import CardCore

/// Checks header, trailer, totals and message numbers of a clearing file, record by record.
///
///     var check = ClearingFileCheck(for: parser)
///     while let item = reader.next() { check.take(item, of: reader) }
///     check.finish(at: fileByteCount)
///     for finding in check.findings { … }
///
/// What is checked, file by logical file:
/// 1. the first record is a header (1644 with DE 24 697), the last a trailer (1644 with DE 24 695);
/// 2. both name the file (PDS 0105) and name the same; the header says P or T (PDS 0122);
/// 3. DE 71 begins with 1 and grows from record to record;
/// 4. PDS 0301 is the sum of DE 4 over all records, whatever their currency and sign;
/// 5. PDS 0306 is the count of all records, header and trailer included.
///
/// - Complexity: O(1) a record; memory by the count of findings, files and groups, each limited.
public struct ClearingFileCheck: Sendable {
  /// The most findings that are kept, and the most files.
  public static let keptMaximum = 1_000

  /// What was found, in the order of the file; the first ``keptMaximum``.
  public private(set) var findings: [ClearingFinding] = []
  /// How many faults there are, kept or not.
  public private(set) var faultCount: UInt64 = 0
  /// How many notes there are, kept or not.
  public private(set) var noteCount: UInt64 = 0
  /// The logical files; the first ``keptMaximum``.
  public private(set) var files: [ClearingFileSummary] = []
  /// How many logical files there are, kept or not.
  public private(set) var fileCount: UInt64 = 0
  /// All records, readable or not.
  public private(set) var recordCount: UInt64 = 0
  /// Those that are no message of the spec.
  public private(set) var unreadableCount: UInt64 = 0

  private let reader: ElementReader
  private var current: ClearingFileSummary?
  private var groups = ClearingGroups()
  private var lastNumber: UInt64?
  private var lastRecord: ClearingRecord?

  private static let controlMessageType: UInt64 = 1644
  private static let headerCode: UInt64 = 697
  private static let trailerCode: UInt64 = 695
  private static let functionCode = DataElement(rawValue: 24)
  static let messageNumber = DataElement(rawValue: 71)

  /// Prepares to check records that were parsed by `parser`.
  public init(for parser: MessageParser) { reader = ElementReader(for: parser) }

  /// Takes what `file` found last.
  public mutating func take(_ item: ClearingItem, of file: borrowing ClearingFileReader) {
    switch item {
    case .message(let record):
      file.withMessage(of: record) { bytes, table in
        take(record, bytes, table, parser: file.parser)
      }
    case .unreadable(let record, let error): take(record, error)
    case .damage(let damage): take(damage)
    }
  }

  /// Says that the file has ended.
  ///
  /// - Parameter byteCount: Of the whole file.
  public mutating func finish(at byteCount: UInt64) {
    guard recordCount > 0 else { return add(ClearingFinding(.empty, at: 0)) }
    guard current != nil else { return }
    add(ClearingFinding(.trailerMissing, record: lastRecord?.number, at: byteCount))
    close()
  }

  // MARK: - Records

  private mutating func take(
    _ record: ClearingRecord, _ bytes: Span<UInt8>, _ table: borrowing ElementTable,
    parser: MessageParser
  ) {
    let type = number(of: 0, bytes, table) ?? 0
    let function = number(of: Self.functionCode, bytes, table)
    let isControl = type == Self.controlMessageType
    let isHeader = isControl && function == Self.headerCode
    begin(record, isHeader: isHeader)
    checkNumber(record, number(of: Self.messageNumber, bytes, table))
    let amount = number(of: .transactionAmount, bytes, table)
    if amount == nil, type == 1240 || type == 1442 {
      add(ClearingFinding(.amountElementMissing, record: record.number, at: record.offset))
    }
    current?.add(amount ?? 0)
    groups.add(
      type: type, function: function,
      currency: number(of: .transactionCurrency, bytes, table), amount: amount ?? 0)
    guard isHeader || isControl && function == Self.trailerCode else { return }
    let values = ControlValues(bytes, using: parser)
    if isHeader { readHeader(values, record) } else { readTrailer(values, record) }
  }

  private mutating func take(_ record: ClearingRecord, _ error: ParseError) {
    begin(record, isHeader: false)
    unreadableCount += 1
    current?.unreadableCount += 1
    // What the next record's number should be is not known.
    lastNumber = lastNumber.map { $0 + 1 }
    add(
      ClearingFinding(
        .recordUnreadable, record: record.number, at: record.offset, detail: "\(error)"))
  }

  private mutating func take(_ damage: ClearingDamage) {
    let code: ClearingFinding.Code =
      switch damage.error.code {
      case .blockFillInvalid: .blockFillInvalid
      case .blockTruncated, .terminatorMissing: .endDamaged
      default: .bytesLost
      }
    let text = damage.error.description
    let reason = text.firstIndex(of: ":").map { String(text[text.index($0, offsetBy: 2)...]) }
    let found = code == .bytesLost ? damage.byteCount : UInt64(damage.blockCount)
    add(ClearingFinding(code, at: damage.offset, found: found, detail: reason ?? text))
  }

  /// Counts a record, and opens a file where it begins one.
  private mutating func begin(_ record: ClearingRecord, isHeader: Bool) {
    recordCount += 1
    lastRecord = record
    if isHeader, current != nil {
      add(ClearingFinding(.headerUnexpected, record: record.number, at: record.offset))
      close()
    }
    if current == nil {
      current = ClearingFileSummary(offset: record.offset)
      if !isHeader {
        add(ClearingFinding(.headerMissing, record: record.number, at: record.offset))
      }
    }
    current?.recordCount += 1
  }

  private mutating func checkNumber(_ record: ClearingRecord, _ number: UInt64?) {
    guard let number else {
      return add(ClearingFinding(.numberMissing, record: record.number, at: record.offset))
    }
    let code: ClearingFinding.Code? =
      if let lastNumber {
        number <= lastNumber ? .numberNotGreater : number > lastNumber + 1 ? .numberGap : nil
      } else {
        number == 1 ? nil : .numberNotFirst
      }
    let expected = code == .numberNotGreater ? lastNumber : (lastNumber ?? 0) + 1
    lastNumber = number
    guard let code else { return }
    add(
      ClearingFinding(
        code, record: record.number, at: record.offset, expected: expected, found: number))
  }

  private func number(
    of element: DataElement, _ bytes: Span<UInt8>, _ table: borrowing ElementTable
  ) -> UInt64? {
    table.contains(element) ? number(of: element.rawValue, bytes, table) : nil
  }

  private func number(
    of index: Int, _ bytes: Span<UInt8>, _ table: borrowing ElementTable
  ) -> UInt64? {
    index < reader.forms.count ? reader.forms[index].number(bytes, table.slots[index]) : nil
  }
}

// MARK: - Header and trailer

extension ClearingFileCheck {
  private mutating func readHeader(_ values: ControlValues, _ record: ClearingRecord) {
    current?.identifier = values.identifier
    current?.mode = values.mode
    if values.identifier == nil { add(.identifierMissing, record) }
    if values.mode == nil { add(.modeMissing, record) }
  }

  private mutating func readTrailer(_ values: ControlValues, _ record: ClearingRecord) {
    guard var file = current else { return }
    if let identifier = values.identifier {
      if let first = file.identifier, first != identifier { add(.identifierDiffers, record) }
    } else {
      add(.identifierMissing, record)
    }
    file.announcedAmountSum = values.amountSum
    file.announcedRecordCount = values.recordCount
    current = file
    let unread =
      file.unreadableCount == 0 ? nil : ", \(file.unreadableCount) of its records not read"
    compare(values.amountSum, file.amountSum, .amountMissing, .amountDiffers, record, unread)
    compare(values.recordCount, file.recordCount, .countMissing, .countDiffers, record, nil)
    close()
  }

  private mutating func compare(
    _ announced: UInt64?, _ held: UInt64, _ missing: ClearingFinding.Code,
    _ differs: ClearingFinding.Code, _ record: ClearingRecord, _ detail: String?
  ) {
    guard let announced else { return add(missing, record) }
    guard announced != held else { return }
    add(
      ClearingFinding(
        differs, record: record.number, at: record.offset, expected: announced, found: held,
        detail: detail))
  }

  private mutating func close() {
    guard var file = current else { return }
    file.groups = groups.take()
    fileCount += 1
    if files.count < Self.keptMaximum { files.append(file) }
    current = nil
    lastNumber = nil
  }

  private mutating func add(_ code: ClearingFinding.Code, _ record: ClearingRecord) {
    add(ClearingFinding(code, record: record.number, at: record.offset))
  }

  private mutating func add(_ finding: ClearingFinding) {
    if finding.isNote { noteCount += 1 } else { faultCount += 1 }
    if findings.count < Self.keptMaximum { findings.append(finding) }
  }
}

extension ClearingFileSummary {
  fileprivate mutating func add(_ amount: UInt64) {
    amountSum = (amountSum + amount) % Self.amountModulus
  }
}

/// What a header or a trailer says in its private data subelements.
private struct ControlValues {
  private(set) var identifier: ClearingFileIdentifier?
  private(set) var mode: ClearingFileSummary.Mode?
  private(set) var amountSum: UInt64?
  private(set) var recordCount: UInt64?

  init(_ bytes: Span<UInt8>, using parser: MessageParser) {
    var copy: [UInt8] = []
    copy.append(copying: bytes)
    let message = Message.reading(copy, using: parser).message
    for subelement in message.privateDataSubelements ?? [] {
      switch subelement.tag {
      case 105: identifier = ClearingFileIdentifier(subelement.value)
      case 122: mode = Self.mode(subelement.value)
      case 301: amountSum = Self.number(subelement.value, count: 16)
      case 306: recordCount = Self.number(subelement.value, count: 8)
      default: break
      }
    }
  }

  private static func mode(_ text: String) -> ClearingFileSummary.Mode? {
    text.count == 1 ? text.first.flatMap(ClearingFileSummary.Mode.init(rawValue:)) : nil
  }

  private static func number(_ text: String, count: Int) -> UInt64? {
    let digits = Array(text.utf8)
    return digits.count == count ? Digits.value(of: digits.span) : nil
  }
}
