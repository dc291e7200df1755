/// One thing that is wrong with a clearing file, or that its reader should know. Holds no value of
/// a transaction.
public struct ClearingFinding: Sendable, Hashable {
  /// What is wrong. The raw value is stable and meant for machine output.
  public enum Code: String, Sendable, CaseIterable {
    /// The first record of a file is no header (1644/697).
    case headerMissing
    /// A header inside a file whose trailer has not come.
    case headerUnexpected
    /// The records end without a trailer (1644/695).
    case trailerMissing
    /// PDS 0105 is not there, or is not 25 digits.
    case identifierMissing
    /// PDS 0105 of the trailer is not that of the header.
    case identifierDiffers
    /// PDS 0122 of the header is not there, or neither P nor T.
    case modeMissing
    /// PDS 0301 of the trailer is not there, or is not 16 digits.
    case amountMissing
    /// PDS 0301 is not the sum of DE 4 over the records of the file.
    case amountDiffers
    /// PDS 0306 of the trailer is not there, or is not 8 digits.
    case countMissing
    /// PDS 0306 is not the count of the records, header and trailer included.
    case countDiffers
    /// A record has no DE 71.
    case numberMissing
    /// DE 71 of the first record is not 1.
    case numberNotFirst
    /// DE 71 is not greater than that of the record before.
    case numberNotGreater
    /// DE 71 is greater by more than one: records may be missing.
    case numberGap
    /// A record of a transaction has no DE 4.
    case amountElementMissing
    /// A record is no message of the spec.
    case recordUnreadable
    /// Bytes that no record holds.
    case bytesLost
    /// The file does not end as it should: no zero length, or a last block that is too short.
    case endDamaged
    /// Bytes between blocks that should be fill and are not.
    case blockFillInvalid
    /// There is no record at all.
    case empty
  }

  /// What is wrong.
  public let code: Code
  /// The record, 1 for the first; nil where it is about none.
  public let record: UInt64?
  /// In bytes from the start of the file, block fill counted.
  public let offset: UInt64
  /// What the file says, or what it should hold, where there is a number; else nil.
  public let expected: UInt64?
  /// What the file holds; nil where there is no number.
  public let found: UInt64?
  /// What the reader of records said; nil where none did.
  public let detail: String?

  init(
    _ code: Code, record: UInt64? = nil, at offset: UInt64, expected: UInt64? = nil,
    found: UInt64? = nil, detail: String? = nil
  ) {
    self.code = code
    self.record = record
    self.offset = offset
    self.expected = expected
    self.found = found
    self.detail = detail
  }

  /// Whether it is no fault by itself.
  public var isNote: Bool { code == .numberGap || code == .modeMissing }
}

extension ClearingFinding: CustomStringConvertible {
  /// One line for a person, such as
  /// `byte 1014, record 5: message count (PDS 0306): the trailer says 6, the file holds 5`.
  public var description: String {
    let place = record.map { "byte \(offset), record \($0)" } ?? "byte \(offset)"
    return "\(place): \(reason)"
  }

  private var reason: String {
    switch code {
    case .headerMissing: "no header (1644 with DE 24 697) begins the file"
    case .headerUnexpected: "a header, though the trailer of the file before has not come"
    case .trailerMissing: "no trailer (1644 with DE 24 695) ends the file"
    case .identifierMissing: "file identifier (PDS 0105) is not there as 25 digits"
    case .identifierDiffers: "file identifier (PDS 0105) is not that of the header"
    case .modeMissing: "processing mode (PDS 0122) is not there as P or T"
    case .amountMissing: "amount checksum (PDS 0301) is not there as 16 digits"
    case .amountDiffers: totals("amount checksum (PDS 0301)")
    case .countMissing: "message count (PDS 0306) is not there as 8 digits"
    case .countDiffers: totals("message count (PDS 0306)")
    case .numberMissing: "message number (DE 71) is not there"
    case .numberNotFirst: "message number (DE 71): expected 1, found \(found ?? 0)"
    case .numberNotGreater:
      "message number (DE 71): expected more than \(expected ?? 0), found \(found ?? 0)"
    case .numberGap: "message number (DE 71): expected \(expected ?? 0), found \(found ?? 0)"
    case .amountElementMissing: "amount (DE 4) is not there"
    case .recordUnreadable: detail ?? "no message of the spec"
    case .bytesLost: "\(found ?? 0) bytes are no records: \(detail ?? "")"
    case .endDamaged: detail ?? "the end is damaged"
    case .blockFillInvalid: "\(found ?? 0) blocks do not end in fill: \(detail ?? "")"
    case .empty: "no record"
    }
  }

  private func totals(_ name: String) -> String {
    "\(name): the trailer says \(expected ?? 0), the file holds \(found ?? 0)" + (detail ?? "")
  }
}
