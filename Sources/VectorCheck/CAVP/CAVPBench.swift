import CardCore

/// Judges the records of one CAVP file by what its comments say that it tests.
struct CAVPBench {
  private let subject: Subject

  private enum Subject {
    case cipher(algorithm: String, mode: String, isMonteCarlo: Bool)
    case cmac
    case hmac
    case unknown(String)
  }

  init(comments: [String]) {
    let all = comments.joined(separator: "\n")
    // A list of all tests is in no comment; each file names its own in one or two lines.
    if all.contains("CMAC") {
      subject = .cmac
    } else if all.contains("HMAC") {
      subject = .hmac
    } else if let algorithm = Self.algorithm(all), let mode = Self.mode(comments) {
      subject = .cipher(
        algorithm: algorithm, mode: mode,
        isMonteCarlo: all.contains("Monte Carlo") || all.contains("MCT"))
    } else {
      subject = .unknown(comments.first ?? "no comment")
    }
  }

  private static func algorithm(_ comments: String) -> String? {
    if comments.contains("AESVS") || comments.contains("aes_values") { return "aes" }
    if comments.contains("TDES") || comments.contains("tdes_values") { return "tdes" }
    return nil
  }

  /// The word behind `for` at the end of a comment, such as `ECB`; names of configurations apart.
  private static func mode(_ comments: [String]) -> String? {
    for comment in comments where !comment.lowercased().hasPrefix("config") {
      let words = comment.split(separator: " ")
      guard words.count >= 2, words[words.count - 2] == "for" else { continue }
      return words[words.count - 1].lowercased()
    }
    return nil
  }

  /// The operation of the contract that a record tries.
  func operation(of record: CAVPFile.Record) -> String {
    switch subject {
    case .cipher("tdes", "cbci", _): "tdes.cbc.\(direction(of: record))"
    case .cipher(let algorithm, let mode, _): "\(algorithm).\(mode).\(direction(of: record))"
    case .cmac: record.values["RESULT"] == nil ? "mac.cmac" : "mac.verify"
    case .hmac: "mac.hmac"
    case .unknown: "cavp"
    }
  }

  private func direction(of record: CAVPFile.Record) -> String {
    record.section == "DECRYPT" ? "decrypt" : "encrypt"
  }

  func verdict(on record: CAVPFile.Record) -> VectorOutcome.Verdict {
    do throws(OperationFailure) {
      switch subject {
      case .cipher("tdes", "cbci", isMonteCarlo: false):
        return try CAVPInterleavedTrial(operation: operation(of: record)).verdict(on: record)
      case .cipher(_, let mode, let isMonteCarlo):
        guard ["ecb", "cbc"].contains(mode) else {
          return .failed(
            expected: "mode ECB or CBC", got: "mode \(mode.uppercased()) not known here")
        }
        let trial = CAVPCipherTrial(operation: operation(of: record), isMonteCarlo: isMonteCarlo)
        return try trial.verdict(on: record)
      case .cmac: return try CAVPMACTrial.cmac(record)
      case .hmac: return try CAVPMACTrial.hmac(record)
      case .unknown(let comment):
        return .failed(
          expected: "AES, triple DES, CMAC or HMAC", got: "test not known here: \(comment)")
      }
    } catch {
      return .failed(expected: "a result", got: error.words)
    }
  }
}

extension CAVPFile.Record {
  /// The bytes of a value; an empty one has none.
  func bytes(_ name: String) throws(OperationFailure) -> [UInt8] {
    guard let bytes = values[name].flatMap(Hexadecimal.bytes) else {
      throw .malformed(input: name, expected: "hexadecimal digits")
    }
    return bytes
  }

  /// A whole number.
  func number(_ name: String) throws(OperationFailure) -> Int {
    guard let number = values[name].flatMap({ Int($0) }) else {
      throw .malformed(input: name, expected: "a whole number")
    }
    return number
  }

  /// The key, of one part or of three: `KEYs` stands for three times the same.
  func key() throws(OperationFailure) -> [UInt8] {
    if values["KEYS"] != nil {
      let part = try bytes("KEYS")
      return part + part + part
    }
    guard values["KEY1"] != nil else { return try bytes("KEY") }
    return try bytes("KEY1") + bytes("KEY2") + bytes("KEY3")
  }

  /// How a byte string compares with what the file says.
  static func verdict(
    _ name: String, _ found: [UInt8], expected: [UInt8]
  ) -> VectorOutcome.Verdict {
    found == expected
      ? .passed
      : .failed(
        expected: "\(name) \(Hexadecimal.text(expected))", got: "\(name) \(Hexadecimal.text(found))"
      )
  }
}
