import CardCore
import VectorCheck

extension FuzzTarget {
  /// The first line names an operation of the crypto schema, the rest is its inputs in JSON: any
  /// inputs are answered with outputs or an error class of the contract.
  static let operation = FuzzTarget(name: "operation") { input in
    var input = FuzzInput(input)
    let name = String(decoding: input.take(until: 0x0A), as: UTF8.self)
    guard let operation = CryptoOperations.named(name),
      let inputs = try? JSONReader().read(input.rest)
    else { return }
    for allowsLegacy in [false, true] {
      let run = OperationRun(operation, allowsLegacy: allowsLegacy, showsCards: false)
      if case .failure(.unclassified(let type)) = run.answer(to: inputs) {
        preconditionFailure("every failure has a class of the contract: \(type)")
      }
    }
  }
}
