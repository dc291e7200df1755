/// Why a key file, or an act on it, was refused.
public enum KeyStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes do not begin as a key file does.
  case notAKeyFile
  /// A later version of the format.
  case unknownVersion
  /// The end is missing.
  case truncated
  /// A line is not of the format, though the seal holds.
  case malformed(line: Int)
  /// The master key is another one.
  case wrongMasterKey
  /// The file was changed by something that does not know the master key.
  case changed
  /// A master key file that is none.
  case notAMasterKey
  /// The parameters of the passphrase are too weak, or need too much memory.
  case passphraseParameters
  case passphraseTooShort(minimum: Int)
  case overLimit(byteCount: Int)
  case noSuchKey(KeyName)
  case nameTaken(KeyName)
  /// Components are still missing.
  case incomplete(KeyName, missing: [Int])
  /// Another component said something else of the key.
  case otherAttributes(KeyName)
  case componentTaken(KeyName, number: Int)
  case componentNumber
  /// A component that is zero, or that cancels out another one.
  case weakComponent
  case notExportable(KeyName)
  case crypto(CryptoError)

  /// A stable name: programs read it.
  public var code: String {
    switch self {
    case .notAKeyFile: "notAKeyFile"
    case .unknownVersion: "unknownVersion"
    case .truncated: "truncated"
    case .malformed: "malformed"
    case .wrongMasterKey: "wrongMasterKey"
    case .changed: "changed"
    case .notAMasterKey: "notAMasterKey"
    case .passphraseParameters: "passphraseParameters"
    case .passphraseTooShort: "passphraseTooShort"
    case .overLimit: "overLimit"
    case .noSuchKey: "noSuchKey"
    case .nameTaken: "nameTaken"
    case .incomplete: "incomplete"
    case .otherAttributes: "otherAttributes"
    case .componentTaken: "componentTaken"
    case .componentNumber: "componentNumber"
    case .weakComponent: "weakComponent"
    case .notExportable: "notExportable"
    case .crypto(let error): error.code.rawValue
    }
  }

  public var description: String {
    switch self {
    case .notAKeyFile: "not a key file"
    case .unknownVersion: "a key file of a later version of the program"
    case .truncated: "the end of the key file is missing"
    case .malformed(let line): "line \(line) is not one of a key file"
    case .wrongMasterKey: "the master key is not the one of this key file"
    case .changed: "the key file was changed by something else than this program"
    case .notAMasterKey: "not a master key file"
    case .passphraseParameters: "the parameters of the passphrase are out of bounds"
    case .passphraseTooShort(let minimum): "a passphrase has at least \(minimum) bytes"
    case .overLimit(let count): "longer than \(count) bytes"
    case .noSuchKey(let name): "no key is called \(name)"
    case .nameTaken(let name): "there is a key called \(name) already"
    case .incomplete(let name, let missing):
      "key \(name) is incomplete: component "
        + missing.map(String.init).joined(separator: ", ") + " missing"
    case .otherAttributes(let name):
      "another component of \(name) was entered with other attributes"
    case .componentTaken(let name, let number):
      "component \(number) of \(name) was entered already"
    case .componentNumber: "a key has 2 to 9 components, numbered from 1"
    case .weakComponent: "the component adds nothing to the key"
    case .notExportable(let name): "key \(name) may not leave in this way"
    case .crypto(let error): error.description
    }
  }

  /// Runs `body`, whose refusals become those of a key file.
  static func mapping<R: ~Copyable>(
    _ body: () throws(CryptoError) -> R
  ) throws(KeyStoreError) -> R {
    do throws(CryptoError) {
      return try body()
    } catch {
      throw .crypto(error)
    }
  }
}
