public import CardCore

/// Checks the codes of messages (DE 64, DE 128) under the key of whoever sent them.
///
/// May be used from any thread.
public struct AcquirerMACVerifier: MACVerifier, Sendable {
  private let keys: [AcquirerID: SharedMAC]
  private let other: SharedMAC?

  /// - Parameters:
  ///   - keys: The MAC of each acquirer.
  ///   - other: The MAC of all the others, and of messages that name none.
  public init(_ keys: [AcquirerID: SharedMAC], otherwise other: SharedMAC? = nil) {
    self.keys = keys
    self.other = other
  }

  /// - Returns: ``Verdict/unknown`` if there is no key for that acquirer, or none that may verify.
  public func verify(
    mac: Span<UInt8>, over message: Span<UInt8>, from acquirer: AcquirerID?
  ) -> Verdict {
    guard let shared = acquirer.flatMap({ keys[$0] }) ?? other else { return .unknown }
    do throws(CryptoError) {
      return try shared.verify(mac, of: message) ? .holds : .fails
    } catch {
      return .unknown
    }
  }
}
