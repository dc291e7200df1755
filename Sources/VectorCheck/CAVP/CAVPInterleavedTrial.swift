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
    // Known answers give a block for each chain, or one that is the same for all.
    let isDealt = record.values[input] != nil && record.values[output] != nil
    var chains: [[UInt8]] = []
    var expected: [UInt8] = isDealt ? try record.bytes(output) : []
    for number in 1...3 {
      let data =
        isDealt
        ? Self.chain(number - 1, of: try record.bytes(input))
        : try Self.block(number, of: input, record)
      if !isDealt { expected += try Self.block(number, of: output, record) }
      chains.append(try run(data, vector: try record.bytes("IV\(number)"), record))
    }
    return CAVPFile.Record.verdict(
      output.lowercased(), Self.interleaved(chains), expected: expected)
  }

  private static func block(
    _ number: Int, of name: String, _ record: CAVPFile.Record
  ) throws(OperationFailure) -> [UInt8] {
    let names = [name, "\(name)\(number)", "\(name)1"]
    return try record.bytes(names.first { record.values[$0] != nil } ?? name)
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
