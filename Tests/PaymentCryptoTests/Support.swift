import CardCore
@_spi(Testing) import PaymentCrypto
import TestSupport

/// A key of clear bytes, with whatever is legacy allowed.
func key<Use: KeyUsage>(
  _ bytes: [UInt8], _ algorithm: KeyAlgorithm? = nil, as use: Use.Type, mode: ModeOfUse? = nil,
  allowing legacy: Legacy = .all
) throws(CryptoError) -> Key<Use> {
  let kind: KeyAlgorithm
  if let algorithm { kind = algorithm } else { kind = try .des(byteCount: bytes.count) }
  return try Key(clear: bytes.span, kind, mode: mode, allowing: legacy)
}

/// Triple DES, AES or HMAC as vector files call them, by the length of the key.
func algorithm(_ name: String, byteCount: Int) throws(CryptoError) -> KeyAlgorithm {
  switch name {
  case "AES": try .aes(byteCount: byteCount)
  case "HMAC": .hmac(byteCount: byteCount)
  default: try .des(byteCount: byteCount)
  }
}

func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

/// Bytes as a secret of their own.
func secret(_ bytes: [UInt8]) -> SecretBytes {
  SecretBytes(count: bytes.count) { target in
    for offset in bytes.indices { target[offset] = bytes[offset] }
  }
}

/// What a call was refused with; nil if it was not.
func refusal(_ body: () throws(CryptoError) -> Void) -> CryptoError? {
  do throws(CryptoError) {
    try body()
    return nil
  } catch {
    return error
  }
}
