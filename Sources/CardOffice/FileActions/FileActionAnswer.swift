internal import CardCore
public import ISO8583

/// What the network answered to a file action.
public struct FileActionAnswer: Hashable, Sendable {
  /// Why a message is not taken as an answer; never with a value of it.
  public enum Refusal: String, Error, Hashable, Sendable, CustomStringConvertible {
    /// No 0312, 1314 or 2314.
    case anotherMessage
    /// DE 37 does not name an item, or DE 11 another one.
    case noReference
    /// Without DE 39, or with one of another length.
    case noCode

    public var description: String {
      switch self {
      case .anotherMessage: "not an answer to a file action (0312, 1314 or 2314)"
      case .noReference: "DE 37 and DE 11 do not name an item of the outbox"
      case .noCode: "DE 39 is missing, or is not of its edition"
      }
    }
  }

  /// The item of the outbox.
  public let item: Int64
  /// DE 39.
  public let code: String
  /// Whether the file is now as was asked.
  public let isTaken: Bool

  /// - Throws: ``Refusal``.
  public init(_ message: Message) throws(Refusal) {
    guard let mti = message.mti.flatMap({ MTI($0) }), let version = FileActionVersion(answer: mti)
    else { throw .anotherMessage }
    guard let reference = message.text(of: .rrn).flatMap({ Int64($0) }), reference > 0,
      let stan = message.text(of: .stan).flatMap({ Int64($0) }),
      stan == reference % (version == .iso2003 ? 1_000_000_000_000 : 1_000_000)
    else { throw .noReference }
    guard let code = message.text(of: .responseCode), code.utf8.allSatisfy(Digits.isDigit),
      code.utf8.count == version.codeDigitCount
    else { throw .noCode }
    item = reference
    self.code = code
    isTaken = version.isTaken(code)
  }
}

extension FileActionVersion {
  fileprivate var codeDigitCount: Int {
    switch self {
    case .iso1987: 2
    case .iso1993: 3
    case .iso2003: 4
    }
  }
}
