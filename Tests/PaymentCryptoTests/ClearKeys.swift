@_spi(Testing) import PaymentCrypto
import TestSupport

/// The clear bytes of a key.
func clear<Use: KeyUsage>(_ key: borrowing Key<Use>) -> [UInt8] {
  key.withClearBytes { bytes in bytes.indices.map { bytes[$0] } }
}

/// The clear bytes of a key in hexadecimal.
func hex<Use: KeyUsage>(of key: borrowing Key<Use>) -> String { hex(clear(key)) }

/// The bytes in hexadecimal.
func hex(of bytes: Span<UInt8>) -> String { hex(bytes.indices.map { bytes[$0] }) }

/// Whether every byte of the key has an odd number of one bits.
func hasOddParity(_ key: [UInt8]) -> Bool {
  key.allSatisfy { $0.nonzeroBitCount % 2 == 1 }
}
