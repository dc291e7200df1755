// The letters of a header, read without making a text of them.

extension ModeOfUse {
  init?(keyBlock letter: UInt8) {
    switch letter {
    case UInt8(ascii: "B"): self = .encryptAndDecrypt
    case UInt8(ascii: "C"): self = .generateAndVerify
    case UInt8(ascii: "D"): self = .decrypt
    case UInt8(ascii: "E"): self = .encrypt
    case UInt8(ascii: "G"): self = .generate
    case UInt8(ascii: "N"): self = .unrestricted
    case UInt8(ascii: "S"): self = .sign
    case UInt8(ascii: "T"): self = .signAndDecrypt
    case UInt8(ascii: "V"): self = .verify
    case UInt8(ascii: "X"): self = .derive
    case UInt8(ascii: "Y"): self = .makeVariants
    default: return nil
    }
  }
}

extension Exportability {
  init?(keyBlock letter: UInt8) {
    switch letter {
    case UInt8(ascii: "E"): self = .exportable
    case UInt8(ascii: "N"): self = .nonExportable
    case UInt8(ascii: "S"): self = .sensitive
    default: return nil
    }
  }
}
