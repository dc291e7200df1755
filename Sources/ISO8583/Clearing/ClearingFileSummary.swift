public import CardCore

/// What one logical file holds, from its header to its trailer. A physical file may hold several.
public struct ClearingFileSummary: Sendable, Hashable {
  /// The offset of its first record, block fill counted.
  public internal(set) var offset: UInt64
  /// From the header; nil where it has none that is one.
  public internal(set) var identifier: ClearingFileIdentifier?
  /// Whether the header says that its transactions are to be processed; nil where it does not say.
  public internal(set) var mode: Mode?
  /// Header, trailer and records that cannot be read included.
  public internal(set) var recordCount: UInt64 = 0
  /// Of them, those that are no message of the spec.
  public internal(set) var unreadableCount: UInt64 = 0
  /// The sum of DE 4 over all records, of any currency, modulo 10¹⁶.
  public internal(set) var amountSum: UInt64 = 0
  /// What the trailer says that sum is; nil where there is none.
  public internal(set) var announcedAmountSum: UInt64?
  /// How many records the trailer says there are; nil where there is none.
  public internal(set) var announcedRecordCount: UInt64?
  /// Records of one kind and currency, in the order of their message types.
  public internal(set) var groups: [Group] = []

  /// What the file is for.
  public enum Mode: Character, Sendable, CaseIterable {
    /// P: its transactions are processed.
    case production = "P"
    /// T: nothing comes of it.
    case test = "T"
  }

  /// Records that have message type, function code and currency in common.
  public struct Group: Sendable, Hashable {
    /// DE 0, such as 1240.
    public let messageType: UInt16
    /// DE 24, such as 200; nil where there is none.
    public let functionCode: UInt16?
    /// DE 49; nil where there is none.
    public let currency: Currency?
    /// How many records.
    public internal(set) var count: UInt64 = 0
    /// The sum of DE 4 in minor units, modulo 10¹⁶.
    public internal(set) var amountSum: UInt64 = 0
  }

  /// DE 4 of a file is summed up modulo this: its total has 16 digits.
  static let amountModulus: UInt64 = 10_000_000_000_000_000

  init(offset: UInt64) { self.offset = offset }
}

extension ClearingFileSummary.Group {
  /// What the function code says of the message type, such as `first presentment`; nil where this
  /// library does not know it.
  public var name: String? {
    functionCode.flatMap { Self.names[UInt32(messageType) * 1_000 + UInt32($0)] }
  }

  /// As clearing manuals and programs in use agree on them.
  private static let names: [UInt32: String] = [
    1_240_200: "first presentment", 1_240_205: "second presentment, full",
    1_240_282: "second presentment, partial", 1_442_450: "first chargeback, full",
    1_442_451: "arbitration chargeback, full", 1_442_453: "first chargeback, partial",
    1_442_454: "arbitration chargeback, partial", 1_644_680: "currency summary",
    1_644_685: "financial position", 1_644_695: "trailer", 1_644_697: "header",
    1_644_699: "file reject",
  ]
}
