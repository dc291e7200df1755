/// One operation of the contract of cryptographic vectors, from the inputs of a case to its
/// outputs.
public struct CryptoOperation: Sendable {
  /// What the contract calls it, such as `mac.cmac`.
  public let name: String
  /// What its inputs or outputs would tell whoever sees them.
  public let disclosure: Disclosure
  private let body: Body

  /// The families of the library each throw an error of their own type; here they meet.
  typealias Body = @Sendable (CaseInputs) throws -> OperationResult

  /// What a person who runs an operation sees beside check values and ciphertext.
  public enum Disclosure: Sendable, Hashable {
    /// Nothing of a cardholder's.
    case nothing
    /// A card number may stand in the outputs.
    case card
    /// A clear PIN stands in the inputs: test data only.
    case pin
    /// The outputs are a clear PIN or a clear PIN block: test data only, and in no report.
    case clearPIN
  }

  init(_ name: String, _ body: @escaping Body, discloses disclosure: Disclosure = .nothing) {
    self.name = name
    self.disclosure = disclosure
    self.body = body
  }

  /// Runs the operation.
  ///
  /// - Throws: ``OperationFailure`` where it refuses, or where an input is missing or of another
  ///   type than the contract says.
  public func result(of inputs: CaseInputs) throws(OperationFailure) -> OperationResult {
    do {
      return try body(inputs)
    } catch let failure as OperationFailure {
      throw failure
    } catch {
      throw OperationFailure(unforeseen: error)
    }
  }
}

/// The operations of the contract, each name once.
public enum CryptoOperations {
  /// All of them, in the order of the families.
  public static let all: [CryptoOperation] = [
    LuhnOperations.all, KeyOperations.all, CipherOperations.all, MACOperations.all,
    PINBlockOperations.all, PINValueOperations.all, CardValueOperations.all,
    DUKPTOperations.all, KeyBlockOperations.all, EMVKeyOperations.all, EMVOperations.all,
    CryptogramChain.all, ODAOperations.all, TLVOperations.all, FPEOperations.all,
  ].flatMap(\.self)

  private static let byName: [String: CryptoOperation] = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The operation of that name.
  public static func named(_ name: String) -> CryptoOperation? { byName[name] }

  /// Runs the operation of that name.
  static func run(
    _ name: String, _ inputs: CaseInputs
  ) throws(OperationFailure) -> OperationResult {
    guard let operation = named(name) else {
      throw .unclassified(type: "operation \(name), which is not known")
    }
    return try operation.result(of: inputs)
  }
}
