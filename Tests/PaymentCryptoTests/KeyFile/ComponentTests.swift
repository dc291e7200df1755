import CardCore
@_spi(Testing) import PaymentCrypto
import TestSupport
import Testing

/// Keys that several people enter in parts.
@Suite struct ComponentTests {
  private static let name = KeyName("issuer")!

  private struct Ceremony: ~Copyable {
    var store: KeyStore
    var generator = SplitMix64(seed: 5)

    init() throws {
      store = try KeyStore(masterKey: KeyStoreTests.master(), from: .file)
    }

    mutating func add(
      _ component: String, _ number: Int, of count: Int = 3,
      _ attributes: KeyAttributes = KeyStoreTests.attributes
    ) throws(KeyStoreError) -> KeyStore.ComponentReceipt {
      try store.addComponent(
        bytes(hex: component).span, number: number, of: count, named: ComponentTests.name,
        attributes, at: KeyStoreTests.instant, using: &generator)
    }

    /// Writes the file and opens it again, as between two people.
    mutating func handOver() throws {
      let file = try store.serialize()
      store = try KeyStore(reading: file.span, masterKey: KeyStoreTests.master())
    }
  }

  @Test func `the last component makes the key, in any order`() throws {
    for item in try VectorCase.all("key.combine", in: "keys") {
      let components = item.inputs["components"]?.array?.compactMap(\.string) ?? []
      guard let key = item.expected?["key"]?.string, key.count == 32, components.count > 1 else {
        continue
      }
      var ceremony = try Ceremony()
      for (index, component) in components.enumerated().reversed() {
        let receipt = try ceremony.add(component, index + 1, of: components.count)
        #expect(receipt.missing == Array(1...components.count).filter { $0 < index + 1 })
        #expect(receipt.keyCheckValue?.hex == (index == 0 ? item.expected?["kcv"]?.string : nil))
        try ceremony.handOver()
      }
      let made = try ceremony.store.key(named: Self.name, as: Usage.EMVCryptogram.self)
      #expect(made.attributes == KeyStoreTests.attributes)
      made.withClearBytes { #expect(hex($0.bytes) == key) }
    }
  }

  @Test func `a component waits enciphered`() throws {
    var ceremony = try Ceremony()
    let component = "0123456789ABCDEFFEDCBA9876543210"
    _ = try ceremony.add(component, 1)
    let file = text(try ceremony.store.serialize())
    #expect(!file.contains(component.prefix(8)))
    #expect(!file.lowercased().contains(component.suffix(8).lowercased()))
    let refusal = #expect(throws: KeyStoreError.self) {
      _ = try ceremony.store.key(named: Self.name, as: Usage.EMVCryptogram.self).algorithm
    }
    #expect(refusal == .incomplete(Self.name, missing: [2, 3]))
  }

  @Test func `refuses components that do not fit the others`() throws {
    var ceremony = try Ceremony()
    _ = try ceremony.add("0123456789ABCDEFFEDCBA9876543210", 1)
    let other = KeyAttributes(
      usage: Usage.RetailMAC.codes[0], algorithm: .tdes2, mode: .generateAndVerify,
      exportability: .nonExportable)
    let next = "89ABCDEF0123456776543210FEDCBA98"
    #expect(throws: KeyStoreError.componentTaken(Self.name, number: 1)) {
      _ = try ceremony.add(next, 1)
    }
    #expect(throws: KeyStoreError.otherAttributes(Self.name)) {
      _ = try ceremony.add(next, 2, of: 3, other)
    }
    #expect(throws: KeyStoreError.otherAttributes(Self.name)) {
      _ = try ceremony.add(next, 2, of: 2)
    }
    for (number, count) in [(0, 3), (4, 3), (1, 1), (1, 10)] {
      #expect(throws: KeyStoreError.componentNumber) {
        _ = try ceremony.add(next, number, of: count)
      }
    }
    let refusal = #expect(throws: KeyStoreError.self) { _ = try ceremony.add("0123", 2) }
    #expect(refusal?.code == "invalidKeyLength")
  }

  @Test func `equal components do not cancel each other out unseen`() throws {
    var ceremony = try Ceremony()
    let component = "0123456789ABCDEFFEDCBA9876543210"
    _ = try ceremony.add(component, 1)
    #expect(throws: KeyStoreError.weakComponent) { _ = try ceremony.add(component, 2) }
    #expect(throws: KeyStoreError.weakComponent) {
      _ = try ceremony.add(String(repeating: "0", count: 32), 2)
    }
    _ = try ceremony.add("89ABCDEF0123456776543210FEDCBA98", 2)
    // The exclusive-or of the first two: the key would be zeros.
    let refusal = #expect(throws: KeyStoreError.self) {
      _ = try ceremony.add("88888888888888888888888888888888", 3)
    }
    #expect(refusal?.code == "weakKey")
    #expect(ceremony.store.summaries.map(\.missing) == [[3]])
  }
}
