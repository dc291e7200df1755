extension Message {
  /// Single values that stand inside elements, by the names that clearing tools give them:
  /// `DE43_NAME` and the like, `PDS0023`, `ICC_DATA` and `TAG9F26`.
  ///
  /// DE 43 gives values only in its form with backslashes; of a repeated subelement or tag the last
  /// one stands. Those of DE 55 are in lower-case hexadecimal and may be cardholder data: this is
  /// for comparing with vectors, not for display.
  public var namedParts: [String: String] {
    var parts: [String: String] = [:]
    if let text = text(of: .merchantNameLocation),
      let location = CardAcceptorLocation(text, layout: .delimited)
    {
      parts["DE43_NAME"] = location.name
      parts["DE43_ADDRESS"] = location.street
      parts["DE43_SUBURB"] = location.city
      parts["DE43_POSTCODE"] = location.postcode
      parts["DE43_STATE"] = location.region
      parts["DE43_COUNTRY"] = location.countryCode
    }
    for subelement in privateDataSubelements ?? [] {
      parts["PDS" + subelement.tagText] = subelement.value
    }
    addICCData(to: &parts)
    return parts
  }

  private func addICCData(to parts: inout [String: String]) {
    guard let bytes = iccBytes else { return }
    parts["ICC_DATA"] = Self.hexadecimal(bytes)
    BERWalk.forEach(in: bytes.span) { tag, range in
      parts["TAG" + BERTag(rawValue: tag).key] = Self.hexadecimal(bytes[range])
    }
  }

  private static func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// DE 55 read into types; nil if it is not there or is no BER-TLV.
  public var iccDataParts: ICCData? { iccBytes.flatMap { ICCData($0.span) } }

  /// The bytes of DE 55, whether the spec takes it apart or not; nil if it is not there.
  ///
  /// They may hold cardholder data: for computing, not for display.
  public var iccBytes: [UInt8]? {
    let number = DataElement.iccData.rawValue
    guard contains(.iccData) else { return nil }
    var content: [UInt8] = []
    parser.unpack(
      parser.fields[number], bytes.span, slot: table.slots[number], into: &content)
    return content
  }
}
