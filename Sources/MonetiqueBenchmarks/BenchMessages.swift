/// The two messages of the speed tables: public test card numbers, written with pyiso8583.
enum BenchMessages {
  /// An authorization request of 1987 in ASCII with a hexadecimal bitmap, 443 bytes, 20 elements.
  static let a = Array(
    ("0100" + "7234448128E09200" + "164242424242424242" + "000000" + "000000009999" + "0822191049"
      + "123456" + "191049" + "0822" + "3012" + "5411" + "051" + "00" + "1112345678901"
      + "364242424242424242=3012201000001234567" + "623419123456" + "TERM0001" + "MERCHANT0000001"
      + "ACME STORE 0042        PARIS        75FR" + "978" + "0123456789ABCDEF" + "202" + icc).utf8)

  /// A financial request of 1987 in packed decimals with binary elements, 280 bytes, 21 elements.
  static let b = bytes(
    hex: "0200F23C448128E092000000000000040000" + "00164242424242424242" + "000000"
      + "000000009999" + "0822191049" + "123456" + "191049" + "0822" + "3012" + "5411" + "0051" + "00"
      + "11012345678901" + "364242424242424242D3012201000001234567" + "363233343139313233343536"
      + "5445524D30303031" + "4D45524348414E5430303030303031"
      + "41434D452053544F524520303034322020202020202020504152495320202020202020203735465"
      + "2" + "0978" + "0123456789ABCDEF" + "0101" + icc + "1046523736333030303130")

  private static let icc =
    "9F260811223344556677889F2701809F100706010A03A000009F3704123456789F36020042950500800080009A03"
    + "2608229C01009F02060000000099995F2A02097882023C009F1A0202509F03060000000000009F3303E0F8C8"
    + "9F34034203005F340101"

  private static func bytes(hex: String) -> [UInt8] {
    let digits = Array(hex.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      nibble(digits[$0]) << 4 | nibble(digits[$0 + 1])
    }
  }

  private static func nibble(_ digit: UInt8) -> UInt8 {
    digit <= 0x39 ? digit - 0x30 : digit - 0x37
  }
}
