internal import CardRegistry
internal import PaymentCrypto

extension Letter {
  /// The letter as one page of HTML to print on A4, with nothing to fetch.
  ///
  /// Folded in three, the address shows in the window of a French DL envelope: 105 mm from the left
  /// and 50 mm from the top of the sheet. Marks at the left edge say where to fold.
  public var page: String {
    """
    <!DOCTYPE html>
    <html lang="\(language.rawValue)">
    <head>
    <meta charset="utf-8">
    <meta name="monetique-letter" content="\(kind.rawValue)">
    <meta name="monetique-text-sha256" content="\(hexadecimal)">
    <title>\(Self.escaped(subject))</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <i class="fold first"></i>
    <i class="fold second"></i>
    <header>\(Self.joined(sender))</header>
    <address>\(Self.joined(recipient))</address>
    <main>
    <p class="date">\(Self.escaped(date))</p>
    <p class="reference">\(Self.escaped(reference))</p>
    <p class="subject">\(Self.escaped(subject))</p>
    \(paragraphs.map { "<p>\(Self.escaped($0))</p>" }.joined(separator: "\n"))
    </main>
    </body>
    </html>

    """
  }

  private var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    return String(hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  private static let style = """
    @page { size: A4; margin: 0 }
    * { box-sizing: border-box }
    body { margin: 0; position: relative; width: 210mm; min-height: 297mm;
      font: 10.5pt/1.4 Georgia, "Times New Roman", serif; color: #000; background: #fff }
    header { position: absolute; left: 20mm; top: 15mm; width: 75mm }
    header b, address b { font-weight: bold }
    address { position: absolute; left: 105mm; top: 50mm; width: 90mm; height: 35mm;
      font-style: normal; overflow: hidden }
    main { padding: 95mm 20mm 20mm 20mm }
    main p { margin: 0 0 3.5mm 0; orphans: 3; widows: 3 }
    .date { text-align: right }
    .subject { font-weight: bold }
    .fold { position: absolute; left: 0; width: 5mm; border-top: 0.2mm solid #999 }
    .first { top: 99mm }
    .second { top: 198mm }
    @media screen { html { background: #ddd } body { margin: 5mm auto } }
    """

  private static func joined(_ lines: [String]) -> String {
    guard let first = lines.first else { return "" }
    return (["<b>\(escaped(first))</b>"] + lines.dropFirst().map(escaped)).joined(
      separator: "<br>\n")
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
