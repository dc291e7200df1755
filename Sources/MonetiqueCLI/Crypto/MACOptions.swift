import ArgumentParser
import CardCore
import PaymentCrypto

/// What a MAC depends on beside its key.
struct MACOptions: ParsableArguments {
  @Option(help: CryptoHelp.padding)
  var padding: Int = 1

  @Option(help: "The hash of an HMAC key.")
  var hash: HashName = .sha256

  func validate() throws {
    guard (1...3).contains(padding) else { throw ValidationError("--padding takes 1, 2 or 3") }
  }

  func paddingMethod() throws(CommandError) -> Padding {
    try KeyNotice.checking("--padding") { () throws(CryptoError) in try Padding(method: padding) }
  }
}

/// The hashes of HMAC by name.
enum HashName: String, CaseIterable, ExpressibleByArgument {
  case sha1, sha224, sha256, sha384, sha512

  var algorithm: HashAlgorithm {
    switch self {
    case .sha1: .sha1
    case .sha224: .sha224
    case .sha256: .sha256
    case .sha384: .sha384
    case .sha512: .sha512
    }
  }
}
