import CardCore

/// Judges the tests of one Wycheproof file by what its algorithm must do.
struct WycheproofBench {
  /// The operation of the contract that the file tries.
  let operation: String
  private let trial: (any WycheproofTrial)?
  private let algorithm: String

  init(algorithm: String) {
    self.algorithm = algorithm
    trial = Self.trial(of: algorithm)
    operation = trial?.operation ?? "wycheproof.\(algorithm)"
  }

  /// Nil for an algorithm that is not known here.
  private static func trial(of algorithm: String) -> (any WycheproofTrial)? {
    switch algorithm {
    case "AES-CMAC": MACTrial.cmac
    case "HMACSHA1", "HMAC-SHA1": MACTrial.hmac("sha1")
    case "HMACSHA224", "HMAC-SHA224": MACTrial.hmac("sha224")
    case "HMACSHA256", "HMAC-SHA256": MACTrial.hmac("sha256")
    case "HMACSHA384", "HMAC-SHA384": MACTrial.hmac("sha384")
    case "HMACSHA512", "HMAC-SHA512": MACTrial.hmac("sha512")
    case "AES-CBC-PKCS5": PaddedCipherTrial()
    case "AES-FF1": FormatPreservingTrial()
    default: nil
    }
  }

  func verdict(on test: JSONValue, in group: JSONValue) -> VectorOutcome.Verdict {
    guard let trial else {
      return .failed(
        expected: "a known algorithm", got: "algorithm \(algorithm) not known here")
    }
    guard let result = test["result"]?.string, let wanted = Wanted(rawValue: result) else {
      return .failed(expected: "result valid, invalid or acceptable", got: "another form")
    }
    do throws(OperationFailure) {
      let found = try trial.outcome(of: WycheproofTest(test, in: group))
      return Self.verdict(wanted: wanted, found: found)
    } catch {
      return .failed(expected: "a \(trial.operation) test", got: error.words)
    }
  }

  private enum Wanted: String {
    case valid, invalid, acceptable
  }

  private static func verdict(wanted: Wanted, found: WycheproofOutcome) -> VectorOutcome.Verdict {
    switch (wanted, found) {
    case (.valid, .holds), (.acceptable, .holds): .passed
    case (.invalid, .refused), (.acceptable, .refused): .passed
    // Who encrypts an invalid test anew gets another ciphertext than the one that was spoilt.
    case (.invalid, .differs): .failed(expected: "a refusal", got: "a result")
    case (.invalid, .holds): .failed(expected: "a refusal", got: "the invalid result")
    case (.valid, .refused(let reason)): .failed(expected: "a result", got: reason)
    case (_, .differs(let what)):
      .failed(expected: "the result of the file", got: "another \(what)")
    }
  }
}

/// What came of one Wycheproof test.
enum WycheproofOutcome {
  /// The library gives the result of the file, and accepts it.
  case holds
  case refused(reason: String)
  /// The library gives another result, and of which output.
  case differs(String)
}

/// What the tests of one algorithm try.
protocol WycheproofTrial: Sendable {
  /// The operation of the contract.
  var operation: String { get }

  /// - Throws: ``OperationFailure/malformed(input:expected:)`` where a test is not of its schema.
  func outcome(of test: WycheproofTest) throws(OperationFailure) -> WycheproofOutcome
}

/// One test and the parameters of its group.
struct WycheproofTest {
  private let test: JSONValue
  private let group: JSONValue

  init(_ test: JSONValue, in group: JSONValue) {
    self.test = test
    self.group = group
  }

  /// The bytes of a member of the test.
  func bytes(_ name: String) throws(OperationFailure) -> [UInt8] {
    guard let bytes = test[name]?.string.flatMap(Hexadecimal.bytes) else {
      throw .malformed(input: name, expected: "hexadecimal digits")
    }
    return bytes
  }

  /// A member of the test as it stands.
  func value(_ name: String) -> JSONValue? { test[name] }

  /// A whole number of the group.
  func parameter(_ name: String) throws(OperationFailure) -> Int {
    guard let number = group[name]?.int else {
      throw .malformed(input: name, expected: "a whole number of the group")
    }
    return number
  }

  /// The characters that stand for 0, 1, 2 … where the group names them.
  var alphabet: [Unicode.Scalar]? {
    group["alphabet"]?.string.map { Array($0.unicodeScalars) }
  }

  /// What Wycheproof says that the test looks for.
  func hasFlag(_ flag: String) -> Bool {
    test["flags"]?.array?.contains { $0.string == flag } ?? false
  }
}
