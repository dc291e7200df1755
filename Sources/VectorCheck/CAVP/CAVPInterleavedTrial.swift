import CardCore

/// Records of triple DES in CBC-I, NIST's interleaved mode: three chains of CBC, each with its own
/// vector, take the blocks in turn.
///
/// The library has no such mode and needs none: its CBC runs each chain.
///
/// Source: NIST SP 800-20, TCBC-I.
struct CAVPInterleavedTrial {
  /// `tdes.cbc.encrypt` or `tdes.cbc.decrypt`.
  let operation: String

  func verdict(on record: CAVPFile.Record) throws(OperationFailure) -> VectorOutcome.Verdict {
    let isDecryption = operation.hasSuffix(".decrypt")
    let (input, output) =
      isDecryption ? ("CIPHERTEXT", "PLAINTEXT") : ("PLAINTEXT", "CIPHERTEXT")
    var chains: [[UInt8]] = []
    for number in 1...3 {
      let data =
        record.values["\(input)\(number)"] == nil
        ? Self.chain(number - 1, of: try record.bytes(input))
        : try record.bytes("\(input)\(number)")
      chains.append(try run(data, vector: try record.bytes("IV\(number)"), record))
    }
    let found = Self.interleaved(chains)
    let isWhole = record.values[output] != nil
    let expected =
      isWhole
      ? try record.bytes(output)
      : try record.bytes(output + "1") + record.bytes(output + "2") + record.bytes(output + "3")
    return CAVPFile.Record.verdict(output.lowercased(), found, expected: expected)
  }

  private func run(
    _ data: [UInt8], vector: [UInt8], _ record: CAVPFile.Record
  ) throws(OperationFailure) -> [UInt8] {
    let inputs = CaseInputs(
      ["key": .hex(try record.key()), "iv": .hex(vector), "data": .hex(data)],
      allowsLegacy: true)
    return try CryptoOperations.run(operation, inputs).bytes("data")
  }

  /// Every third block, from block `first` on.
  private static func chain(_ first: Int, of bytes: [UInt8]) -> [UInt8] {
    var chain: [UInt8] = []
    for start in stride(from: 8 * first, to: bytes.count, by: 24) {
      chain += bytes[start..<min(start + 8, bytes.count)]
    }
    return chain
  }

  private static func interleaved(_ chains: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: chains.map(\.count).max() ?? 0, by: 8) {
      for chain in chains where start < chain.count {
        bytes += chain[start..<min(start + 8, chain.count)]
      }
    }
    return bytes
  }
}
