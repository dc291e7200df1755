import CardRegistry

/// What the command line says of the registry's refusals.
enum RegistryNotice {
  static func mapping<R>(
    _ body: () throws(RegistryError) -> R
  ) throws(CommandError) -> R {
    do throws(RegistryError) {
      return try body()
    } catch {
      throw Self.error(error)
    }
  }

  static func error(_ error: RegistryError) -> CommandError {
    CommandError(
      error.message, hint: hint(for: error.code), status(of: error.code),
      code: error.code.rawValue)
  }

  static func status(of code: RegistryError.Code) -> ExitStatus {
    switch code {
    case .busy: .busy
    case .noSuchFile: .noInput
    case .fileExists, .idempotencyKeyReused, .notFound, .unknownProduct, .unknownHolder,
      .conflict, .lapsed, .moved:
      .refused
    case .notARegistry, .badValue: .badData
    case .newerVersion, .notPrivate, .wrongKey: .configuration
    case .readOnly, .diskFull: .unavailable
    case .damaged: .integrityBroken
    case .unknownOperator, .notAllowed: .notAllowed
    case .database: .unexpected
    }
  }

  static func hint(for code: RegistryError.Code) -> String? {
    switch code {
    case .busy: "try again: nothing was changed"
    case .noSuchFile: "monetique registry init makes one"
    case .newerVersion: "use the version of monetique that made it, or a later one"
    case .notPrivate: "chmod 600 takes the others' rights away"
    case .damaged: "put a copy in its place; audit verify --head FILE says whether it is the last"
    case .wrongKey: "each registry has the keys that it was made with: --keys names another file"
    case .idempotencyKeyReused: "give each act its own --idempotency-key"
    case .unknownOperator: "a supervisor makes operators: monetique operator set NAME --role ROLE"
    case .unknownProduct: "monetique product set makes one; monetique product list names those made"
    case .unknownHolder: "monetique holder set makes one; monetique holder list finds them by name"
    default: nil
    }
  }
}
