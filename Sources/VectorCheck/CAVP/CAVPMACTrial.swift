import CardCore

/// Records that generate a MAC, or verify one and say with `Result` whether it holds.
enum CAVPMACTrial {
  static func cmac(_ record: CAVPFile.Record) throws(OperationFailure) -> VectorOutcome.Verdict {
    let key = try record.key()
    let algorithm = record.values["KEY1"] == nil ? "AES" : "TDES"
    let message = try message(of: record)
    if record.values["RESULT"] != nil {
      return try verification("cmac", algorithm, key, message, record)
    }
    let name = record.values["MAC"] == nil ? "OUTPUT" : "MAC"
    let expected = try record.bytes(name)
    let result = try CryptoOperations.run(
      "mac.cmac",
      CaseInputs(
        [
          "algorithm": .text(algorithm), "key": .hex(key), "data": .hex(message),
          "length": .whole(expected.count),
        ], allowsLegacy: true))
    return CAVPFile.Record.verdict("mac", try result.bytes("mac"), expected: expected)
  }

  static func hmac(_ record: CAVPFile.Record) throws(OperationFailure) -> VectorOutcome.Verdict {
    let hashes = [20: "sha1", 28: "sha224", 32: "sha256", 48: "sha384", 64: "sha512"]
    guard let hash = hashes[try record.number("L")] else {
      return .failed(expected: "L of a known hash", got: "another")
    }
    let expected = try record.bytes("MAC")
    let result = try CryptoOperations.run(
      "mac.hmac",
      CaseInputs([
        "hash": .text(hash), "key": .hex(try record.key()), "data": .hex(try message(of: record)),
        "length": .whole(expected.count),
      ]))
    return CAVPFile.Record.verdict("mac", try result.bytes("mac"), expected: expected)
  }

  private static func verification(
    _ mac: String, _ algorithm: String, _ key: [UInt8], _ message: [UInt8],
    _ record: CAVPFile.Record
  ) throws(OperationFailure) -> VectorOutcome.Verdict {
    let result = try CryptoOperations.run(
      "mac.verify",
      CaseInputs(
        [
          "mac": .text(mac), "algorithm": .text(algorithm), "key": .hex(key),
          "data": .hex(message), "padding": .whole(0), "expectedMac": .hex(try record.bytes("MAC")),
        ], allowsLegacy: true))
    let expected = record.values["RESULT"]?.hasPrefix("P") ?? false
    let isValid = try result.isTrue("valid")
    return isValid == expected ? .passed : .failed(expected: "\(expected)", got: "\(isValid)")
  }

  /// The message; a length of zero makes nothing of the byte that stands there all the same.
  private static func message(of record: CAVPFile.Record) throws(OperationFailure) -> [UInt8] {
    let name = record.values["MSG"] == nil ? "MESSAGE" : "MSG"
    let bytes = try record.bytes(name)
    guard record.values["MLEN"] != nil else { return bytes }
    return Array(bytes.prefix(max(0, try record.number("MLEN"))))
  }
}
