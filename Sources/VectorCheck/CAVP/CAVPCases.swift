/// Response files of NIST's Cryptographic Algorithm Validation Program: AES and triple DES in ECB
/// and CBC (known answers, multi-block messages, Monte Carlo), CMAC and HMAC.
///
/// What a file tests stands in its comments only. A record of an algorithm or a mode that is not
/// known here fails; it is never skipped.
struct CAVPCases {
  static let name = "CAVP"

  static func recognizes(_ text: [UInt8]) -> Bool { CAVPFile.recognizes(text) }

  static func run(
    _ text: [UInt8], operation prefix: String
  ) throws(VectorFileError) -> [VectorOutcome] {
    let file = try CAVPFile(text)
    let bench = CAVPBench(comments: file.comments)
    return file.records.compactMap { record in
      let operation = bench.operation(of: record)
      guard operation.hasPrefix(prefix) else { return nil }
      let section = record.section.isEmpty ? "" : record.section + " "
      return VectorOutcome(
        id: section + "COUNT \(record.count)", operation: operation, bench.verdict(on: record))
    }
  }
}
