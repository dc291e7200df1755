/// A table of a page.
struct ReportTable {
  var title: String
  var columns: [Column]
  var rows: [[Cell]] = []
  var note: String?
  var style = ""

  struct Column {
    var name: String
    var isNumber = false
    /// Left out on a phone.
    var isOptional = false

    var style: String {
      [isNumber ? "number" : "", isOptional ? "optional" : ""].filter { !$0.isEmpty }
        .joined(separator: " ")
    }
  }

  enum Cell {
    case text(String)
    /// Behind a mark in the colour of a severity.
    case severity(String, style: String)
    /// A number behind a bar, of which the part 0 to 1 is filled.
    case bar(String, Double)
    /// A text with a smaller one below it.
    case both(String, String)
  }

  func write(to page: inout HTMLText) {
    page.begin("div", ["class": "block \(style)"])
    page.element("h3", title)
    page.begin("div", ["class": "scroll"])
    page.begin("table")
    page.begin("thead")
    page.begin("tr")
    for column in columns {
      page.element(
        "th", ["scope": "col", "class": column.style], column.name)
    }
    page.end()
    page.end()
    page.begin("tbody")
    for row in rows { write(row, &page) }
    page.end()
    page.end()
    page.end()
    if let note { page.element("p", ["class": "note"], note) }
    page.end()
  }

  private func write(_ row: [Cell], _ page: inout HTMLText) {
    page.begin("tr")
    for (cell, column) in zip(row, columns) {
      page.begin("td", ["class": column.style])
      switch cell {
      case .text(let text): page.write(text)
      case .severity(let text, let style):
        page.element("i", ["class": "mark \(style)"], "")
        page.write(text)
      case .bar(let text, let share):
        page.write(text)
        page.raw(
          "<span class=\"bar\"><i style=\"width:\(ReportChart.text(100 * share))%\"></i></span>")
      case .both(let text, let below):
        page.write(text)
        if !below.isEmpty { page.element("small", below) }
      }
      page.end()
    }
    page.end()
  }
}
