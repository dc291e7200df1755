import CardCore

/// Writes a clearing file: a header, the records with their message numbers, and a trailer with the
/// totals that ``ClearingFileCheck`` checks.
///
///     var writer = try ClearingFileWriter(
///       format: .vbs(isBlocked: true), parser: parser, identifier: identifier, mode: .test,
///       to: &output)
///     try writer.append(message, to: &output)
///     try writer.finish(to: &output)
///
/// The output may be taken away and emptied between calls.
public struct ClearingFileWriter: Sendable {
  /// Header included, the trailer not before it is written.
  public private(set) var recordCount: UInt64 = 0

  private let parser: MessageParser
  private let identifier: ClearingFileIdentifier
  private var frames: FrameWriter
  private var amountSum: UInt64 = 0

  /// The greatest message number, and so the most records of a file: DE 71 has eight digits.
  public static let recordCountMaximum: UInt64 = 99_999_999

  /// Begins a file with its header.
  ///
  /// - Parameters:
  ///   - format: `vbs` or `vbs-1014`.
  ///   - parser: Of a clearing spec, with DE 24, 48 and 71.
  ///   - identifier: PDS 0105 of header and trailer.
  ///   - mode: PDS 0122 of the header.
  ///   - output: What is written stands behind what it holds.
  /// - Throws: ``ClearingWriteError`` if the spec cannot write a header.
  public init(
    format: FrameFormat, parser: MessageParser, identifier: ClearingFileIdentifier,
    mode: ClearingFileSummary.Mode, to output: inout [UInt8]
  ) throws(ClearingWriteError) {
    guard case .vbs = format else { preconditionFailure("a clearing file is vbs or vbs-1014") }
    self.parser = parser
    self.identifier = identifier
    frames = FrameWriter(format: format)
    try write(
      function: "697", values: [(105, identifier.text), (122, String(mode.rawValue))], to: &output)
  }

  /// Writes one record, with its number in DE 71 whatever it had there.
  ///
  /// - Parameters:
  ///   - message: Of the writer's parser, and neither header nor trailer.
  ///   - output: Left as it was on an error.
  /// - Throws: ``ClearingWriteError``.
  public mutating func append(
    _ message: Message, to output: inout [UInt8]
  ) throws(ClearingWriteError) {
    guard !message.isClearingFrame else { throw .controlRecord }
    let amount = message.text(of: .transactionAmount).map { Array($0.utf8) }
    try write(message, to: &output)
    if let amount, let number = Digits.value(of: amount.span) {
      amountSum = (amountSum + number) % ClearingFileSummary.amountModulus
    }
  }

  /// Ends the file with its trailer, the zero length and the fill of the last block.
  ///
  /// - Throws: ``ClearingWriteError`` if there is no number left for the trailer.
  public mutating func finish(to output: inout [UInt8]) throws(ClearingWriteError) {
    try write(
      function: "695",
      values: [
        (105, identifier.text), (301, Self.digits(amountSum, width: 16)),
        (306, Self.digits(recordCount + 1, width: 8)),
      ], to: &output)
    frames.finish(to: &output)
  }

  private mutating func write(
    function: String, values: [(tag: Int, value: String)], to output: inout [UInt8]
  ) throws(ClearingWriteError) {
    let message: Message
    do throws(BuildError) {
      var control = try Message(mti: "1644", using: parser)
      try control.set(DataElement(rawValue: 24), to: .text(function))
      try control.set(privateData: values)
      message = control
    } catch {
      throw .build(error)
    }
    try write(message, to: &output)
  }

  private mutating func write(
    _ message: Message, to output: inout [UInt8]
  ) throws(ClearingWriteError) {
    guard recordCount < Self.recordCountMaximum else { throw .tooManyRecords }
    let bytes: [UInt8]
    do throws(BuildError) {
      var numbered = message
      let number = Self.digits(recordCount + 1, width: 8)
      try numbered.set(ClearingFileCheck.messageNumber, to: .text(number))
      bytes = try numbered.serialize()
    } catch {
      throw .build(error)
    }
    do throws(FramingError) {
      try frames.append(bytes.span, to: &output)
    } catch {
      throw .framing(error)
    }
    recordCount += 1
  }

  private static func digits(_ number: UInt64, width: Int) -> String {
    var digits: [UInt8] = []
    Digits.append(number, width: width, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }
}

/// Why a record cannot be written into a clearing file.
public enum ClearingWriteError: Error, Sendable, Hashable {
  /// The spec cannot write it.
  case build(BuildError)
  /// It is too long for a record.
  case framing(FramingError)
  /// It is a header or a trailer, which the writer makes itself.
  case controlRecord
  /// There are as many as DE 71 can number.
  case tooManyRecords
}

extension ClearingWriteError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .build(let error): error.description
    case .framing(let error): error.description
    case .controlRecord: "a header or a trailer: the writer of the file makes its own"
    case .tooManyRecords: "a file has at most \(ClearingFileWriter.recordCountMaximum) records"
    }
  }
}

extension Message {
  /// Whether it is the header or the trailer of a clearing file: 1644 with DE 24 697 or 695.
  public var isClearingFrame: Bool {
    mti == "1644" && ["695", "697"].contains(text(of: DataElement(rawValue: 24)))
  }

  /// Private data subelements in DE 48, which a spec takes apart or not.
  fileprivate mutating func set(
    privateData values: [(tag: Int, value: String)]
  ) throws(BuildError) {
    let subelements = values.compactMap { PrivateDataSubelement(tag: $0.tag, value: $0.value) }
    let isComposite =
      parser.spec.elements[DataElement.additionalDataPrivate.rawValue]?.subfields != nil
    try set(
      .additionalDataPrivate,
      to: isComposite
        ? .fields(subelements.map { .init($0.tagText, .text($0.value)) })
        : .text(subelements.map(\.text).joined()))
  }
}
