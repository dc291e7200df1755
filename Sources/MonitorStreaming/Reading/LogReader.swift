public import CardCore

/// Turns the bytes of one log, as they come, into blocks of transactions.
///
///     while …more bytes… {
///       reader.append(bytes)
///       while reader.read(into: &block) { …use the block, then empty it… }
///     }
///     reader.finish()
///     while reader.read(into: &block) { … }
///
/// Whatever the pieces, the transactions, their offsets and what is quarantined are the same.
public protocol LogReader: AnyObject {
  /// Appends the input's next bytes. All that could be read must have been read before.
  func append(_ bytes: Span<UInt8>)

  /// Says that the input ends here.
  func finish()

  /// Reads on until the block is full or the bytes are used up.
  ///
  /// - Returns: Whether the block holds anything new.
  /// - Throws: ``LogError`` where reading makes no sense any more.
  func read(into block: inout LogBlock) throws(LogError) -> Bool

  /// The offset in the input of the first byte that no record read so far holds.
  var offset: UInt64 { get }

  /// What the next record goes on from.
  var progress: LogProgress { get set }
}

/// What one record leaves to the next, over the ends of inputs too.
public struct LogProgress: Sendable, Hashable {
  /// The number of the next message in the run.
  public var sequence: UInt64 = 0
  /// The number of the input in the run.
  public var input: UInt16 = 0
  /// The last event's time, which tells the year of the next.
  public var reference: Instant?

  public init() {}
}

/// How a log is read.
public struct LogOptions: Sendable, Hashable {
  /// The zone of DE 7.
  public var transmissionZone = ZoneRule.utc
  /// The zone of DE 12 and 13, and of stamps without one.
  public var localZone = ZoneRule.paris
  /// Whether what is quarantined keeps its bytes.
  public var keepsRawBytes = false

  public init() {}
}

/// Why a log cannot be read on.
public enum LogError: Error, Sendable, Equatable {
  /// Nothing says in which year the log begins.
  case noYear(offset: UInt64)
  /// No record of the log can be read.
  case unreadable(String)
  /// The first line of a CSV log does not name a column that the mapping reads.
  case missingColumn(String, header: [String])
  /// The first line of a CSV log cannot be read.
  case badHeader(String)
}

extension LogError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noYear(let offset): "message at byte \(offset): DE 7 has no year, and nothing tells it"
    case .unreadable(let reason): reason
    case .missingColumn(let name, _): "the log has no column \(name)"
    case .badHeader(let reason): "first line: \(reason)"
    }
  }

  /// What can be done about it.
  public var hint: String? {
    switch self {
    case .noYear: "give the date of the first message, as in --date 2026-11-23"
    case .unreadable: nil
    case .missingColumn(let name, let header):
      header.isEmpty
        ? nil
        : (NearestName.nearest(to: name, among: header).map { "did you mean \($0)? " } ?? "")
          + "its columns are \(header.joined(separator: ", "))"
    case .badHeader: "a CSV log begins with a line that names its columns"
    }
  }
}
