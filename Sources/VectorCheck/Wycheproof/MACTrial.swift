import CardCore

/// Tests of message authentication codes: schema `mac_test_schema`.
///
/// The code is generated and compared, and the file's tag is given to the library's own comparison;
/// the two must agree.
struct MACTrial: WycheproofTrial {
  let operation: String
  /// What `mac.verify` calls it, and what it is a key of.
  private let verification: (mac: String, algorithm: String)
  private let parameters: KeyValuePairs<String, String>

  static let cmac = MACTrial(
    operation: "mac.cmac", verification: ("cmac", "AES"), parameters: ["algorithm": "AES"])

  static func hmac(_ hash: String) -> MACTrial {
    MACTrial(
      operation: "mac.hmac", verification: ("hmac-" + hash, "HMAC"), parameters: ["hash": hash])
  }

  func outcome(of test: WycheproofTest) throws(OperationFailure) -> WycheproofOutcome {
    let tag = try test.bytes("tag")
    let bits = try test.parameter("tagSize")
    guard bits > 0, bits.isMultiple(of: 8) else {
      throw .malformed(input: "tagSize", expected: "whole bytes")
    }
    do throws(OperationFailure) {
      let generated = try generate(test, byteCount: bits / 8)
      let isVerified = try verify(tag, test)
      let isSame = generated == tag
      // A comparison that takes a wrong tag, or refuses its own, is the worst there can be.
      guard isSame == isVerified else { return .differs("answer from its verification") }
      return isSame ? .holds : .refused(reason: "another tag")
    } catch .refused(let errorClass) {
      return .refused(reason: "error \(errorClass)")
    }
  }

  private func generate(
    _ test: WycheproofTest, byteCount: Int
  ) throws(OperationFailure) -> [UInt8] {
    var object = JSONObject()
    for (name, value) in parameters { object.append(name, .text(value)) }
    object.append("key", .hex(try test.bytes("key")))
    object.append("data", .hex(try test.bytes("msg")))
    object.append("length", .whole(byteCount))
    return try CryptoOperations.run(operation, CaseInputs(object)).bytes("mac")
  }

  private func verify(_ tag: [UInt8], _ test: WycheproofTest) throws(OperationFailure) -> Bool {
    let inputs = CaseInputs([
      "mac": .text(verification.mac), "algorithm": .text(verification.algorithm),
      "key": .hex(try test.bytes("key")), "data": .hex(try test.bytes("msg")),
      "padding": .whole(0), "expectedMac": .hex(tag),
    ])
    return try CryptoOperations.run("mac.verify", inputs).isTrue("valid")
  }
}
