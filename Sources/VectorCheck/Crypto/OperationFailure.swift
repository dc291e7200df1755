import CardCore
import PaymentCrypto

/// Why an operation of the contract gave nothing.
public enum OperationFailure: Error, Hashable, Sendable {
  /// It refuses, with the error class of the contract, such as `invalidPinBlock`.
  case refused(errorClass: String)
  /// An input is not what the contract says, so that nothing was tried.
  case malformed(input: String, expected: String)
  /// An error without a class of the contract: a bug of ours.
  case unclassified(type: String)

  /// What a report says that came of the case.
  var words: String {
    switch self {
    case .refused(let errorClass): "error \(errorClass)"
    case .malformed(let input, let expected): "inputs.\(input): not \(expected)"
    case .unclassified(let type): "an error without a class, of type \(type)"
    }
  }
}

extension OperationFailure {
  /// Tells an error of the library by the contract's class, if it has one.
  init(unforeseen error: any Error) {
    switch error {
    case let error as CryptoError: self = .refused(errorClass: error.code.rawValue)
    case let error as PAN.BuildError: self = .refused(errorClass: Self.errorClass(of: error))
    case let error as PIN.BuildError: self = .refused(errorClass: Self.errorClass(of: error))
    default: self = .unclassified(type: "\(type(of: error))")
    }
  }

  private static func errorClass(of error: PAN.BuildError) -> String {
    switch error {
    case .empty, .tooLong: "invalidLength"
    case .notADigit: "invalidDigits"
    }
  }

  private static func errorClass(of error: PIN.BuildError) -> String {
    switch error {
    case .wrongLength: "invalidLength"
    case .notDigits: "invalidDigits"
    }
  }
}
