/// Why the registry did not do what it was asked, before any rule of a card's life was looked at.
///
/// Never with a value of the input: no number of a card, no name of a holder.
public struct RegistryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A stable name: programs read it.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// Another process writes; nothing was changed.
    case busy
    /// There is no file at that path.
    case noSuchFile
    /// There is one already.
    case fileExists
    /// The file is no database, or a database of something else.
    case notARegistry
    /// A later version of the program made it.
    case newerVersion
    /// The file, or the folder that it is in, may not be written.
    case readOnly
    /// Others than its owner may open the file.
    case notPrivate
    /// The file was cut or overwritten: ask `audit verify` and a copy.
    case damaged
    /// The disk is full.
    case diskFull
    /// The registry was made under another key.
    case wrongKey
    /// A key was given before, with another command.
    case idempotencyKeyReused
    /// The operator is not known, or no longer one.
    case unknownOperator
    /// The role of the operator may not do it.
    case notAllowed
    /// There is nothing of that name.
    case notFound
    /// There is no product of that code: one is made before its cards.
    case unknownProduct
    /// There is no holder of that reference: one is made before a card is ordered.
    case unknownHolder
    /// There is something of that name already, and it is not the same.
    case conflict
    /// Nobody agreed in time, or it was decided already.
    case lapsed
    /// The state has moved since a second person was asked.
    case moved
    /// A value that cannot be.
    case badValue
    /// SQLite refused for another reason.
    case database
  }

  public let code: Code
  /// What is wrong, where, what was expected and what was found.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
