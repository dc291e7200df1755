/// A drawing over the columns of a time axis: stacked bars or a line, with its legend, its marks
/// and its figures as a table.
///
/// The SVG is stretched to the width there is; its texts are HTML, so that they stay readable on a
/// phone.
struct ReportChart {
  var id: String
  var title: String
  var axis: TimeAxis
  var words: ReportWords
  /// From the bottom up; bars are stacked.
  var layers: [Layer]
  /// One line instead of bars; nil where there is no value.
  var line: [Double?]?
  /// The bottom and the top of the drawing.
  var range: ClosedRange<Double>
  /// A value beside the drawing and in the table.
  var format: (Double) -> String
  var note: String?

  struct Layer {
    var name: String
    /// The class of the style sheet that colours it.
    var style: String
    var values: [Double]
  }

  /// The least round number that is not below `value`.
  static func roundedUp(_ value: Double) -> Double {
    guard value > 0 else { return 2 }
    var unit = 1.0
    while unit * 10 <= value { unit *= 10 }
    let steps: [Double] = unit == 1 ? [2, 4, 6, 8, 10] : [1, 2, 4, 5, 6, 8, 10]
    return steps.map { $0 * unit }.first { $0 >= value } ?? value
  }

  func write(to page: inout HTMLText) {
    page.begin("figure", ["class": "chart", "id": id])
    page.begin("figcaption")
    page.element("h3", title)
    if layers.count > 1 { legend(&page) }
    page.end()
    page.begin("div", ["class": "plot"])
    page.begin("div", ["class": "scale", "aria-hidden": "true"])
    let middle = (range.lowerBound + range.upperBound) / 2
    for value in [range.upperBound, middle, range.lowerBound] {
      page.element("span", format(value))
    }
    page.end()
    drawing(&page)
    page.end()
    axis.write(to: &page, words)
    if let note { page.element("p", ["class": "note"], note) }
    table(&page)
    page.end()
  }

  private func legend(_ page: inout HTMLText) {
    page.begin("p", ["class": "legend"])
    for layer in layers where layer.values.contains(where: { $0 != 0 }) {
      page.begin("span")
      page.element("i", ["class": layer.style], "")
      page.write(layer.name)
      page.end()
    }
    page.end()
  }

  // MARK: - The drawing

  private static let height = 100.0

  private func drawing(_ page: inout HTMLText) {
    page.begin(
      "svg",
      [
        "viewBox": "0 0 \(axis.count) 100", "preserveAspectRatio": "none", "role": "img",
        "aria-labelledby": "\(id)-title \(id)-text",
      ])
    page.element("title", ["id": "\(id)-title"], title)
    page.element("desc", ["id": "\(id)-text"], summary)
    for height in ["0", "50", "100"] {
      page.raw("<path class=\"grid\" d=\"M0 \(height)H\(axis.count)\"/>\n")
    }
    if let line { draw(line, &page) } else { drawBars(&page) }
    hover(&page)
    page.end()
  }

  private var summary: String {
    let (from, to) = (words.time(axis.from), words.time(axis.to))
    return words(
      "From \(from) to \(to) (\(words.zoneName)); the figures follow as a table.",
      "Du \(from) au \(to) (\(words.zoneName)) ; les chiffres suivent en tableau.")
  }

  private func level(_ value: Double) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return Self.height * (1 - min(1, max(0, share)))
  }

  private func drawBars(_ page: inout HTMLText) {
    var bottoms = [Double](repeating: range.lowerBound, count: axis.count)
    let gap = axis.count > 150 ? 0 : 0.16
    for layer in layers {
      var path = ""
      for (index, value) in layer.values.enumerated() where value > 0 {
        let top = bottoms[index] + value
        let (upper, lower) = (level(top), level(bottoms[index]))
        let left = Self.text(Double(index) + gap / 2)
        path += "M\(left) \(Self.text(upper))h\(Self.text(1 - gap))"
        path += "v\(Self.text(lower - upper))h-\(Self.text(1 - gap))z"
        bottoms[index] = top
      }
      if !path.isEmpty { page.raw("<path class=\"\(layer.style)\" d=\"\(path)\"/>\n") }
    }
  }

  private func draw(_ values: [Double?], _ page: inout HTMLText) {
    var path = ""
    var isOpen = false
    for (index, value) in values.enumerated() {
      guard let value else {
        isOpen = false
        continue
      }
      let next = index + 1 < values.count ? values[index + 1] : nil
      let isAlone = !isOpen && next == nil
      let place = "\(Self.text(Double(index) + (isAlone ? 0.1 : 0.5))) \(Self.text(level(value)))"
      path += (isOpen ? "L" : "M") + place + (isAlone ? "h.8" : "")
      isOpen = true
    }
    page.raw("<path class=\"line\" d=\"\(path)\"/>\n")
  }

  /// What a pointer over a column tells.
  private func hover(_ page: inout HTMLText) {
    for index in 0..<axis.count where isKnown(index) {
      page.raw("<rect class=\"hover\" x=\"\(index)\" width=\"1\" height=\"100\">")
      let parts = layers.map { "\($0.name) \(format($0.values[index]))" }
      page.element("title", ([words.time(axis.start(of: index))] + parts).joined(separator: " · "))
      page.raw("</rect>\n")
    }
  }

  private func isKnown(_ index: Int) -> Bool {
    line.map { $0[index] != nil } ?? layers.contains { $0.values[index] != 0 }
  }

  /// A coordinate with two decimals at most.
  static func text(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths / 100, abs(hundredths % 100))
    let sign = hundredths < 0 && whole == 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return "\(sign)\(whole)."
      + (rest % 10 == 0 ? "\(rest / 10)" : DecimalDigits.two(rest))
  }

  // MARK: - The figures

  private func table(_ page: inout HTMLText) {
    page.begin("details", ["class": "figures"])
    page.element("summary", words("The figures", "Les chiffres"))
    page.begin("div", ["class": "scroll"])
    page.begin("table")
    page.begin("thead")
    page.begin("tr")
    page.element("th", ["scope": "col"], words("From", "À partir de") + " (\(words.zoneName))")
    for layer in layers { page.element("th", ["scope": "col", "class": "number"], layer.name) }
    page.end()
    page.end()
    page.begin("tbody")
    for index in 0..<axis.count where isKnown(index) {
      page.raw("<tr><td>\(HTMLText.escaped(words.time(axis.start(of: index))))</td>")
      for layer in layers {
        page.raw("<td class=\"number\">\(HTMLText.escaped(format(layer.values[index])))</td>")
      }
      page.raw("</tr>\n")
    }
    for _ in 0..<4 { page.end() }
  }
}

extension TimeAxis {
  /// The marks under a drawing.
  func write(to page: inout HTMLText, _ words: ReportWords) {
    page.begin("div", ["class": "ticks", "aria-hidden": "true"])
    for tick in ticks(words) where tick.share < 0.97 {
      page.element(
        "span",
        [
          "class": tick.isMinor ? "tick other" : "tick",
          "style": "left:\(ReportChart.text(100 * tick.share))%",
        ], tick.text)
    }
    page.end()
  }
}
