import CardCore
import ISO8583

/// DE 43 of every merchant, written once in the spec's characters.
struct MerchantTexts {
  private var bytes: [UInt8] = []
  private var width = 0

  init(_ pool: MerchantPool, _ parser: MessageParser) {
    guard parser.spec.edition != .iso2003 else { return }
    let isDelimited = parser.spec.edition == .iso1993
    let table = Self.translation(parser)
    for (index, merchant) in pool.merchants.enumerated() {
      let text = Self.text(index, merchant, isDelimited: isDelimited)
      width = text.utf8.count
      for character in text.utf8 { bytes.append(table[Int(character)]) }
    }
  }

  /// The name with a number of its own, so that shops of one street can be told apart.
  private static func text(
    _ index: Int, _ merchant: MerchantPool.Merchant, isDelimited: Bool
  ) -> String {
    let city = City.all[Int(merchant.city)]
    let name = "\(Trade.all[Int(merchant.trade)].name) \(index + 1)"
    guard isDelimited else {
      return padded(name, 25) + padded(city.name, 13) + city.countryCode
    }
    return padded(name, 25) + "\\" + padded("RUE", 5) + "\\" + padded(city.name, 13) + "\\"
      + padded("", 13) + (city.country.alpha3 ?? "ZZZ")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    let cut = String(text.prefix(width))
    return cut + String(repeating: " ", count: width - cut.utf8.count)
  }

  /// The byte of each ASCII character, as the spec's texts have it.
  private static func translation(_ parser: MessageParser) -> [UInt8] {
    var table = (0...127).map { UInt8($0) }
    let isDelimited = parser.spec.edition == .iso1993
    guard var message = try? Message(mti: isDelimited ? "1100" : "0100", using: parser) else {
      return table
    }
    for character in 0x20...0x7E as ClosedRange<UInt8> {
      let text = String(decoding: [UInt8](repeating: character, count: 40), as: UTF8.self)
      guard (try? message.set(.merchantNameLocation, to: .text(text))) != nil,
        let byte = message.wireBytes(of: .merchantNameLocation).last
      else { continue }
      table[Int(character)] = byte
    }
    return table
  }

  /// Copies the text of a merchant to `offset` of `output`.
  func copy(_ merchant: Int, to offset: Int, in output: inout MutableSpan<UInt8>) {
    let start = merchant * width
    for index in 0..<width { output[offset + index] = bytes[start + index] }
  }
}
