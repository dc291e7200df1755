import CardCore
import TestSupport
import Testing
import VectorCheck

/// What `Tools/fuzz` does for long, for a moment: any inputs are answered.
@Suite struct OperationMutationTests {
  @Test func `any inputs of any operation give outputs or a class of the contract`() throws {
    let seeds = Repository.files(under: "TestVectors/fuzz-seeds/operation")
    #expect(seeds.count == CryptoOperations.all.count)
    try forEachSeed(count: 6, generator: SplitMix64.init(seed:)) { _, generator in
      for seed in seeds {
        let text = try Repository.bytes(of: seed)
        let end = try #require(text.firstIndex(of: 0x0A))
        let name = String(decoding: text[..<end], as: UTF8.self)
        let operation = try #require(CryptoOperations.named(name))
        let inputs = mutated(Array(text[(end + 1)...]), &generator)
        guard let value = try? JSONReader().read(inputs) else { continue }
        for allowsLegacy in [false, true] {
          let run = OperationRun(operation, allowsLegacy: allowsLegacy, showsCards: true)
          if case .failure(.unclassified(let type)) = run.answer(to: value) {
            Issue.record("\(name): \(type)")
          }
        }
      }
    }
  }

  /// Changes a few bytes to ones that JSON, hexadecimal and numbers are made of, cuts and repeats.
  private func mutated(_ text: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
    let alphabet = Array("0123456789ABCDEFabcdefGz\"-{}[],:9".utf8)
    var text = text
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !text.isEmpty {
      let place = Int.random(in: 0..<text.count, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: text.remove(at: place)
      case 1: text.insert(text[place], at: place)
      case 2: text.insert(contentsOf: repeatElement(text[place], count: 40), at: place)
      default:
        text[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
    }
    return text
  }
}
