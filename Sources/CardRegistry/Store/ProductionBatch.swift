public import CardCore

/// A file of cards or of PIN letters that was made: what proves that a second one is the same.
public struct ProductionBatch: Hashable, Sendable {
  /// What the file holds; the raw value is the kind of its item in the outbox.
  public enum Kind: String, Labelled {
    case cards = "production"
    case pinLetters = "pinProduction"

    public var labels: Labels {
      switch self {
      case .cards: Labels("file of cards to make", "fichier de cartes à fabriquer")
      case .pinLetters: Labels("file of PIN letters", "fichier de courriers de code")
      }
    }
  }

  public let kind: Kind
  /// 1 to 32 letters, digits, dots and hyphens.
  public let name: String
  public let count: Int
  /// Of the clear records, under the audit key: 32 bytes.
  ///
  /// A plain hash of few records would let whoever reads the registry try all numbers.
  public let seal: [UInt8]
  /// The name of the transport key.
  public let transportKey: String

  /// - Throws: ``RegistryError/Code/badValue`` for a name of another form.
  public init(
    _ kind: Kind, name: String, count: Int, seal: [UInt8], transportKey: String
  ) throws(RegistryError) {
    self.kind = kind
    self.name = try ProductionBatch.checked(name)
    self.count = count
    self.seal = seal
    self.transportKey = transportKey
  }

  /// - Throws: ``RegistryError/Code/badValue``.
  static func checked(_ name: String) throws(RegistryError) -> String {
    let isFit = name.utf8.allSatisfy { byte in
      Digits.isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2D || byte == 0x2E
    }
    guard (1...32).contains(name.utf8.count), isFit else {
      throw RegistryError(
        .badValue, "name of a batch: expected 1 to 32 letters, digits, dots and hyphens")
    }
    return name
  }

  var json: String {
    JSONWriter.line { writer in
      writer.field("batch", name)
      writer.field("count", count)
      writer.key("seal")
      writer.hex(seal.span)
      writer.field("transportKey", transportKey)
    }
  }

  init(_ kind: Kind, json text: String) throws {
    let object = try CardRows.reading { () throws(StoredFormError) in
      try StoredObject(text, at: "batch", names: ["batch", "count", "seal", "transportKey"])
    }
    try self.init(
      kind, name: CardRows.reading { () throws(StoredFormError) in try object.text("batch") },
      count: CardRows.reading { () throws(StoredFormError) in try object.int("count") },
      seal: CardRows.reading { () throws(StoredFormError) in
        try object.code("seal", ProductionBatch.bytes)
      },
      transportKey: CardRows.reading { () throws(StoredFormError) in
        try object.text("transportKey")
      })
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    let nibbles = text.utf8.compactMap(HexadecimalDigit.value(of:))
    guard nibbles.count == text.utf8.count, nibbles.count == 64 else { return nil }
    return stride(from: 0, to: 64, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
  }
}

/// What those who make a card need to know of it.
public struct CardToMake: Sendable {
  public let card: Int64
  public let pan: PAN
  public let key: CardKey
  public let holder: Holder
  public let product: Product
  /// The offset or the PVV; empty if there is none yet.
  public let pinReference: String
}
