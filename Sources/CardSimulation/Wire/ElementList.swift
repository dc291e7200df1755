import CardCore
import ISO8583

/// The elements of a message of one shape, with values of the right length in them.
struct ElementList {
  private(set) var values: [DataElement: FieldValue] = [:]
  private let edition: MessageSpec.Edition
  private let shape: MessageShape

  private let isPacked: Bool

  init(_ shape: MessageShape, _ spec: MessageSpec, hasMAC: Bool) {
    self.shape = shape
    edition = spec.edition
    isPacked = spec.elements[DataElement.track2.rawValue]?.encoding == .bcd
    guard !Self.isClearing(spec) else {
      addPresentment()
      return
    }
    addCommon()
    if !shape.kind.isAnswer { addPlace() }
    if shape.kind == .request || shape.kind == .advice { addEntry() }
    if shape.kind == .reversal || shape.kind == .advice { addOriginal() }
    if shape.isApproved { set(.authorizationCode, "000000") }
    if shape.kind.isAnswer || shape.kind == .advice { set(.responseCode, zeros(codeWidth)) }
    if hasMAC { values[.mac] = .bytes(Array(repeating: 0, count: 8)) }
  }

  /// Whether messages of the spec are records of clearing files: those have no STAN.
  static func isClearing(_ spec: MessageSpec) -> Bool {
    spec.elements[DataElement.stan.rawValue] == nil
  }

  private var codeWidth: Int { edition == .iso1993 ? 3 : edition == .iso2003 ? 4 : 2 }

  private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

  private mutating func set(_ element: DataElement, _ text: String) {
    values[element] = .text(text)
  }

  private mutating func addCommon() {
    set(.pan, "4242424242424242")
    set(.processingCode, "000000")
    set(.transactionAmount, zeros(edition == .iso2003 ? 16 : 12))
    set(.transmissionDateTime, "0101000000")
    set(.stan, zeros(edition == .iso2003 ? 12 : 6))
    switch edition {
    case .byMessage, .iso1987:
      set(.localTime, "000000")
      set(.localDate, "0101")
    case .iso1993: set(.localTime, "250101000000")
    case .iso2003: set(.localTime, "20250101000000")
    }
    set(.acquirerID, "970100")
    set(.rrn, zeros(12))
    set(.terminalID, zeros(edition == .iso2003 ? 16 : 8))
    set(.merchantID, zeros(15))
    if edition != .iso2003 { set(.transactionCurrency, "978") }
    if shape.hasBilling {
      set(.billingAmount, zeros(edition == .iso2003 ? 16 : 12))
      if edition != .iso2003 { set(.billingCurrency, "978") }
    }
  }

  private mutating func addPlace() {
    set(
      edition == .iso1987 || edition == .byMessage ? .merchantType : .merchantCategoryCode, "5411")
    set(.acquirerCountry, "250")
    switch edition {
    case .byMessage, .iso1987: set(.merchantNameLocation, String(repeating: "X", count: 40))
    case .iso1993: set(.merchantNameLocation, String(repeating: "X", count: 62))
    // Its parts are datasets whose contents the standard's profile leaves to the network.
    case .iso2003: break
    }
  }

  // MARK: - Clearing

  private mutating func addPresentment() {
    for (element, text) in [
      (DataElement.pan, "4242424242424242"), (.processingCode, "000000"),
      (.transactionAmount, zeros(12)), (.localTime, "250101000000"), (.expirationDate, "2512"),
      (.posEntryMode, entry1993), (.functionCode, "200"), (.merchantCategoryCode, "5411"),
      (.acquirerID, "970100"), (.rrn, zeros(12)), (.authorizationCode, zeros(6)),
      (.terminalID, zeros(8)), (.merchantID, zeros(15)),
      (.merchantNameLocation, String(repeating: "X", count: 62)), (.transactionCurrency, "978"),
      (.messageNumber, zeros(8)),
    ] { set(element, text) }
    if shape.entry.hasChipData { set(.panSequenceNumber, "000") }
    if shape.hasBilling {
      set(.billingAmount, zeros(12))
      set(.billingCurrency, "978")
    }
  }

  // MARK: - How the card was used

  private mutating func addEntry() {
    set(.expirationDate, "2512")
    switch edition {
    case .byMessage, .iso1987:
      set(.posEntryMode, entry1987)
      set(.posConditionCode, shape.entry.isRemote ? "59" : "00")
    case .iso1993:
      set(.posEntryMode, entry1993)
      set(.functionCode, shape.kind == .advice ? "181" : "100")
    case .iso2003:
      values[.posEntryMode] = .bytes(entry2003)
      set(.functionCode, shape.kind == .advice ? "181" : "100")
    }
    if shape.entry.hasChipData { set(.panSequenceNumber, "000") }
    guard shape.kind == .request else { return }
    if shape.entry.hasTrack { addTrack() }
    if shape.entry.hasChipData { values[.iccData] = .fields(ChipData.members) }
    if shape.hasPIN { values[.pinBlock] = .bytes(Array(repeating: 0, count: 8)) }
  }

  /// Number, separator, expiry, service code 201 (international, chip, no restriction), filler.
  private mutating func addTrack() {
    set(.track2, "4242424242424242\(isPacked ? "D" : "=")2512201000000000000")
  }

  private var entry1987: String {
    switch shape.entry {
    case .chip: "051"
    case .contactless: "071"
    case .stripe: "901"
    case .fallback: "801"
    case .ecommerce: "810"
    case .onFile: "100"
    case .manual: "012"
    }
  }

  private var entry1993: String {
    switch shape.entry {
    case .chip: shape.hasPIN ? "510101511344" : "510101500344"
    case .contactless: "M10101M00344"
    case .stripe: "210101200344"
    case .fallback: "510101200344"
    case .ecommerce: "600550600000"
    case .onFile: "600450700000"
    case .manual: "600310600000"
    }
  }

  private var entry2003: [UInt8] {
    var reading: POSServiceData.ReadingMethods
    var place: POSServiceData.Environments = [.attended]
    switch shape.entry {
    case .chip: reading = [.chip]
    case .contactless: reading = [.contactless, .chip]
    case .stripe: reading = [.magstripe]
    case .fallback: reading = [.magstripe, .fallback, .chipFailed]
    case .ecommerce: (reading, place) = ([.manual], [.ecommerce])
    case .onFile: (reading, place) = ([.onFile], [.ecommerce, .recurring])
    case .manual: (reading, place) = ([.manual], [.mailOrder])
    }
    return [reading.rawValue, 0, place.rawValue, 0].flatMap { group in
      (0..<4).map { UInt8(truncatingIfNeeded: group >> UInt32(8 * $0)) }
    }
  }

  // MARK: - Which message it is about

  private mutating func addOriginal() {
    switch edition {
    case .byMessage, .iso1987:
      if shape.kind == .reversal { set(.originalDataElements, zeros(42)) }
    case .iso1993:
      if shape.kind == .reversal { set(.originalReference, zeros(22) + "06" + zeros(6)) }
      addReversalCodes()
    case .iso2003:
      if shape.kind == .reversal { set(.originalReference, zeros(36)) }
      addReversalCodes()
    }
  }

  private mutating func addReversalCodes() {
    guard shape.kind == .reversal else { return }
    set(.functionCode, "400")
    set(.messageReasonCode, "4000")
  }
}
