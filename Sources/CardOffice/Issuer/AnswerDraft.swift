internal import CardCore
internal import ISO8583
internal import PaymentCrypto

/// The answer to a message while it is made: begun before anything is decided, so that what cannot
/// be written is found out before anything is done.
struct AnswerDraft {
  private var answer: Message
  private let mti: MTI
  /// Where the answer has its code; nil where the request had none.
  private let seal: DataElement?
  private let hasChip: Bool

  /// Repeats what an answer repeats of a request (the table of the edition), and tries all that is
  /// added later.
  ///
  /// - Parameters:
  ///   - request: As far as it could be read.
  ///   - code: Any code of the dialect.
  /// - Throws: ``BuildError`` if the request's spec cannot write an answer of this dialect.
  init(to request: Message, _ mti: MTI, trying code: ResponseCode) throws(BuildError) {
    var answer = try Message(mti: mti.text, using: request.parser)
    if let header = request.header { try answer.setHeader(header) }
    for element in IssuerDialect.echo(mti.version) where request.contains(element) {
      guard let value = try? request.value(of: element) else { continue }
      // What was let through in reading may be refused in writing: it is then not repeated.
      try? answer.set(element, to: value)
    }
    seal = MessageSeal.element(of: request)
    hasChip = request.contains(.iccData)
    self.mti = mti
    try answer.set(.responseCode, to: .text(code.text))
    if hasChip {
      try answer.set(.iccData, toOctets: [0x91, 0x0A] + Array(repeating: 0, count: 10))
      answer.remove(.iccData)
    }
    self.answer = answer
  }

  /// Finishes the answer.
  ///
  /// - Parameters:
  ///   - approvalCode: DE 38; empty for none.
  ///   - authentication: Tag 91; nil for none.
  /// - Returns: The answer, and its bytes.
  func finish(
    _ code: ResponseCode, approvalCode: String, authentication: [UInt8]?, under mac: SharedMAC?
  ) throws(BuildError) -> (message: Message, bytes: [UInt8]) {
    var answer = answer
    try answer.set(.responseCode, to: .text(code.text))
    if !approvalCode.isEmpty {
      let padded = approvalCode + String(repeating: " ", count: 6 - approvalCode.utf8.count)
      try answer.set(.authorizationCode, to: .text(padded))
    }
    if let authentication, hasChip {
      try answer.set(
        .iccData, toOctets: [0x91, UInt8(authentication.count)] + authentication)
    }
    guard seal != nil, let mac else { return (answer, try answer.serialize()) }
    let element: DataElement =
      answer.elements.contains { $0.rawValue > 64 } ? .secondMAC : .mac
    let bytes = try MessageSeal.seal(&answer, in: element, under: mac)
    return (answer, bytes)
  }
}
