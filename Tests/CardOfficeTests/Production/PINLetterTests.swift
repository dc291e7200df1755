import CardCore
import CardRegistry
@_spi(Testing) import PaymentCrypto
import Testing

@testable import CardOffice

/// PINs in letters: made again, drawn, and known by what is stored of them.
@Suite struct PINLetterTests {
  private struct Keys: ~Copyable {
    static let bytes = (0..<16).map { UInt8($0 * 11 + 3) }

    let natural: Key<PaymentCrypto.Usage.IBM3624>
    let values: Key<PaymentCrypto.Usage.VisaPVV>
    let pin: Key<PaymentCrypto.Usage.PINEncryption>
    let transport: Key<PaymentCrypto.Usage.KeyBlockProtection>

    init() throws {
      let natural = try Key<PaymentCrypto.Usage.IBM3624>(clear: Self.bytes.span, .tdes2)
      let values = try Key<PaymentCrypto.Usage.VisaPVV>(clear: Self.bytes.span, .tdes2)
      let pin = try Key<PaymentCrypto.Usage.PINEncryption>(clear: Self.bytes.span, .tdes2)
      let transport = try Key<PaymentCrypto.Usage.KeyBlockProtection>(
        clear: (Self.bytes + Self.bytes).span, .aes256)
      self.natural = natural
      self.values = values
      self.pin = pin
      self.transport = transport
    }
  }

  private static func naturalPINs(_ keys: borrowing Keys) throws -> IBM3624 {
    let rules = try IssuerKeys.PINRules()
    return try IBM3624(key: keys.natural, table: rules.table, validation: rules.validation)
  }

  private let sender = LetterSender(
    name: "Banque Exemple", address: ["75001 PARIS"], city: "Paris", phone: "01", mediator: "M")

  /// The letter of the last item, sealed and opened again.
  private func make(
    _ bench: borrowing DeskBench, days: Int, seed: UInt64, isAgain: Bool = false
  ) throws -> (reference: PINReference, block: [UInt8], pan: PAN) {
    let keys = try Keys()
    var random = SplitMix64(seed: seed)
    var maker = try PINLetterMaker(
      natural: Self.naturalPINs(keys), values: VisaPVV(key: keys.values, index: 1),
      pinKey: keys.pin)
    var output: [UInt8] = []
    var stream = try SealedStreamWriter(
      under: keys.transport, information: [], to: &output, using: &random)
    let facts = try bench.facts("pinLetter")
    let pan = try bench.registry.pan(ofNumber: facts.pan)
    let day = Day(of: DeskBench.start).adding(days: days)
    let letter = try LetterWriter(sender: sender).letter(facts, on: day)
    let reference = try maker.append(
      letter, facts, pan: pan, isAgain: isAgain, to: &stream, &output, using: &random)
    try stream.finish(to: &output)
    var reader = SealedStreamReader(under: keys.transport)
    reader.append(output.span)
    let record = try JSONReader().read(try #require(try reader.next()))
    try reader.finish()
    let text = Array(try #require(record["pinBlock"]?.string).utf8)
    let nibbles = text.compactMap(HexadecimalDigit.value(of:))
    return (
      reference, stride(from: 0, to: 16, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }, pan
    )
  }

  private func holds(
    _ block: [UInt8], _ reference: PINReference, _ pan: PAN, isPVV: Bool = false
  ) throws -> Bool {
    let keys = try Keys()
    var decryptor = try PINDecryptor(key: keys.pin, format: .iso1)
    let digits = Array(reference.digits.utf8)
    guard isPVV else {
      var natural = try Self.naturalPINs(keys)
      return try natural.verify(
        pinBlock: block.span, with: &decryptor, pan: pan, reference: digits.span)
    }
    var values = try VisaPVV(key: keys.values, index: 1)
    return try values.verify(
      pinBlock: block.span, with: &decryptor, pan: pan, reference: digits.span)
  }

  @Test func `the first PIN is the natural one, at offset zero, and made again the same`() throws {
    let bench = try DeskBench()
    try bench.orderAndShip()
    let first = try make(bench, days: 1, seed: 1)
    #expect(first.reference.digits == "0000")
    #expect(try holds(first.block, first.reference, first.pan))
    let again = try make(bench, days: 1, seed: 2, isAgain: true)
    #expect(again.reference == first.reference)
    #expect(again.block != first.block, "its fill is drawn")
    #expect(try holds(again.block, first.reference, first.pan))
  }

  @Test func `a compromised PIN is another one, known by its new offset`() throws {
    let bench = try DeskBench()
    try bench.act(.reissuePIN, 0, .compromisedPIN)
    let drawn = try make(bench, days: 0, seed: 1)
    #expect(drawn.reference.digits != "0000" && drawn.reference.digits.count == 4)
    #expect(try holds(drawn.block, drawn.reference, drawn.pan))
    let other = try make(bench, days: 0, seed: 2)
    #expect(other.reference != drawn.reference)
    var delivery = OutboxDelivery()
    delivery.pinReferences = [drawn.reference]
    try bench.registry.handOver(delivery, by: "host", at: DeskBench.start)
    #expect(try bench.facts("pinLetter").pinReference == drawn.reference.digits)
    let again = try make(bench, days: 0, seed: 3, isAgain: true)
    #expect(again.reference == drawn.reference)
    #expect(try holds(again.block, drawn.reference, drawn.pan))
  }

  @Test func `a PVV is that of the drawn PIN, of which no second letter is made`() throws {
    let bench = try DeskBench(pinMethod: .pvv)
    try bench.orderAndShip()
    let drawn = try make(bench, days: 1, seed: 1)
    #expect(try holds(drawn.block, drawn.reference, drawn.pan, isPVV: true))
    #expect(throws: ProductionError.notMadeAgain(product: "classic")) {
      try make(bench, days: 1, seed: 2, isAgain: true)
    }
  }

  @Test(arguments: [
    ("LEFÈVRE Zoé", "LEFEVRE/ZOE"), ("LE GOFF Anne-Zoé", "LE GOFF/ANNE-ZOE"),
    ("Dupont Jean Paul", "DUPONT/JEAN PAUL"), ("D'ŒUVRE Guy", "D OEUVRE/GUY"),
    ("ACME SA", "ACME/SA"), ("Société", "SOCIETE/"),
    ("DE LA TOUR D'AUVERGNE DU BOIS Marie", "DE LA TOUR D AUVERGNE DU /"),
  ])
  func `a name on a card is in capitals, the family name first`(name: String, expected: String) {
    #expect(NameOnCard.text(name).map { String(decoding: $0, as: UTF8.self) } == expected)
  }

  @Test func `a name without a letter is on no card`() {
    #expect(NameOnCard.text("张伟") == nil)
    #expect(NameOnCard.text("12 34") == nil)
  }
}
