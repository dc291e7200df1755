public import PaymentCrypto

/// Why a card or a PIN letter is not made; never with a value of it.
public enum ProductionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The product has the PIN in the chip and stores a check value, of which no PIN can be made.
  case pinOfProductUnknown(product: String)
  /// The key of that method is not there.
  case noPINKey(product: String)
  /// Of a check value no PIN can be made a second time.
  case notMadeAgain(product: String)
  /// The holder's name has no letter that a card can show.
  case unfitName
  case crypto(CryptoError)

  public var description: String {
    switch self {
    case .pinOfProductUnknown(let product):
      "product \(product): a chip that knows the PIN needs the PIN method ibm3624"
    case .noPINKey(let product):
      "product \(product): the key file has no key to make its PINs with"
    case .notMadeAgain(let product):
      "product \(product): the PIN cannot be made again; send a new one: card pin reissue"
    case .unfitName: "a holder's name has no letter that a card can show"
    case .crypto(let error): "\(error)"
    }
  }
}
