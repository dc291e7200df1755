import CardCore

extension ReportPage {
  /// Buckets with fewer answers have no rate: three of four says nothing.
  private static let decidedMinimum = 10

  /// What went on over time, and how much of it was approved.
  func volumes(_ page: inout HTMLText) {
    guard let series = facts.series, let axis else { return }
    page.begin("section", ["id": "volumes"])
    page.element("h2", words("Activity", "Activité"))
    volumeChart(series, axis).write(to: &page)
    if series.hasOutcomes, let chart = rateChart(series, axis) { chart.write(to: &page) }
    responses(series, &page)
    page.end()
  }

  private func volumeChart(_ series: ReportSeries, _ axis: TimeAxis) -> ReportChart {
    func layer(_ name: String, _ style: String, _ count: (ReportSeries.Counts) -> Int)
      -> ReportChart.Layer
    {
      ReportChart.Layer(
        name: name, style: style, values: series.buckets.map { Double(count($0)) })
    }
    var layers = [
      layer(words("approved", "acceptées"), "approved") { $0.approved },
      layer(words("declined", "refusées"), "declined") { $0.declined },
      layer(words("unanswered", "sans réponse"), "unanswered") { $0.unanswered },
    ].filter { $0.values.contains { $0 > 0 } }
    if layers.isEmpty || !series.hasOutcomes {
      layers = [layer(words("transactions", "transactions"), "plain") { $0.requests }]
    }
    let tallest = series.buckets.indices.map { index in
      layers.reduce(0) { $0 + $1.values[index] }
    }.max()
    let width = words.duration(axis.widthMilliseconds)
    return ReportChart(
      id: "volume",
      title: words("Transactions per \(width)", "Transactions par tranche de \(width)"),
      axis: axis, words: words, layers: layers,
      range: 0...ReportChart.roundedUp(tallest ?? 0), format: { words.number(Int($0)) },
      note: strays(series))
  }

  private func strays(_ series: ReportSeries) -> String? {
    guard series.outsideCount > 0 else { return nil }
    let count = words.number(series.outsideCount)
    return words(
      "\(count) rows are not drawn: their clock is days away from all others.",
      "\(count) lignes ne sont pas tracées : leur horloge est à des jours des autres.")
  }

  private func rateChart(_ series: ReportSeries, _ axis: TimeAxis) -> ReportChart? {
    let step = rateStep(series)
    var rates = [Double?](repeating: nil, count: axis.count)
    for start in stride(from: 0, to: axis.count, by: step) {
      let columns = start..<min(axis.count, start + step)
      let approved = series.buckets[columns].reduce(0) { $0 + $1.approved }
      let decided = series.buckets[columns].reduce(approved) { $0 + $1.declined }
      guard decided >= Self.decidedMinimum else { continue }
      for column in columns { rates[column] = Double(approved) / Double(decided) }
    }
    guard let least = rates.compactMap(\.self).min() else { return nil }
    let bottom = least < 0.5 ? 0 : (least * 10).rounded(.down) / 10
    let width = words.duration(axis.widthMilliseconds * Int64(step))
    return ReportChart(
      id: "approval",
      title: words("Approval rate per \(width)", "Taux d'acceptation par tranche de \(width)"),
      axis: axis, words: words,
      layers: [
        ReportChart.Layer(
          name: words("approval rate", "taux d'acceptation"), style: "line",
          values: rates.map { $0 ?? 0 })
      ],
      line: rates, range: min(bottom, 0.9)...1, format: { words.percent($0) },
      note: words(
        "Approved among approved and declined; where there are fewer than "
          + "\(Self.decidedMinimum) answers, nothing is drawn.",
        "Acceptées parmi acceptées et refusées ; rien n'est tracé en dessous de "
          + "\(Self.decidedMinimum) réponses."))
  }

  /// How many buckets make one rate, so that most have answers enough to say something.
  private func rateStep(_ series: ReportSeries) -> Int {
    let decided = series.total.approved + series.total.declined
    let busy = series.buckets.count { $0.approved + $0.declined > 0 }
    let steps = [1, 2, 4, 8, 12, 24, 48, 96]
    return steps.first { decided * $0 >= 40 * max(1, busy) } ?? 96
  }

  private func responses(_ series: ReportSeries, _ page: inout HTMLText) {
    guard !series.responses.isEmpty else { return }
    let all = series.responses.reduce(0) { $0 + $1.count }
    var table = ReportTable(
      title: words("Response codes", "Codes réponse"),
      columns: [
        .init(name: words("Code", "Code")), .init(name: words("Meaning", "Sens")),
        .init(name: words("Answers", "Réponses"), isNumber: true),
        .init(name: words("Share", "Part"), isNumber: true),
      ])
    for response in series.responses.prefix(12) {
      table.rows.append([
        .text(response.code), .text(meaning(of: response.code)),
        .text(words.number(response.count)),
        .text(words.percent(Double(response.count) / Double(max(1, all)))),
      ])
    }
    table.write(to: &page)
  }

  /// Two digits are of 1987, three of 1993, four of 2003: the first table that knows the code.
  private func meaning(of code: String) -> String {
    let question = Explanations.Question(code: code, kind: .responseCode)
    return Explanations.answers(to: question, in: words.language).first?.text ?? ""
  }
}
