import CardCore
import ISO8583

/// What `iso doctor` found, for a person and for programs.
struct DoctorReport {
  let findings: MessageDoctor.Findings
  /// What the input is called.
  let path: String
  /// Specs as they were given, whose files a command needs.
  let references: [String]

  private static let shownMaximum = 5

  private var fitting: [Diagnosis] { findings.diagnoses.filter(\.fits) }

  /// Of each spec that does not fit, the reading that goes furthest; where another one fits, only
  /// among those that assume as few bytes between messages.
  private var stopping: [Diagnosis] {
    var seen = Set(fitting.map(\.spec))
    let strayMaximum = fitting.map(\.strayByteCount).min() ?? MessageDoctor.strayMaximum
    return findings.diagnoses.filter {
      $0.strayByteCount <= strayMaximum && seen.insert($0.spec).inserted
    }
  }

  // MARK: - For a person

  var lines: [String] {
    var lines: [String] = []
    if !fitting.isEmpty {
      lines.append("Fits:")
      lines += TextColumns.lines(fitting.prefix(Self.shownMaximum).map(Self.row)).map { "  " + $0 }
      let more = fitting.count - Self.shownMaximum
      if more > 0 { lines.append("  … and \(more) more readings; --json lists them all") }
      if let command = fitting.first.flatMap(command) { lines += ["", "Try:", "  " + command] }
    }
    guard !stopping.isEmpty else { return lines }
    if !lines.isEmpty { lines.append("") }
    lines.append(fitting.isEmpty ? "Nothing fits. How far each spec goes:" : "Others stop:")
    for diagnosis in stopping {
      let row = Self.row(diagnosis).joined(separator: ", ")
      lines.append("  " + row)
      if let stop = diagnosis.stop { lines.append("    \(stop.text)") }
    }
    return lines
  }

  /// What to do where nothing fits.
  var advice: String? {
    guard let best = findings.diagnoses.first, let stop = best.stop else { return nil }
    guard best.elementCount > 0 || best.readCount > 0 else {
      return "no spec reads its first message; give yours with --spec FILE"
    }
    return "\(best.spec) goes furthest: \(stop.text)"
  }

  private static func row(_ diagnosis: Diagnosis) -> [String] {
    var row = [diagnosis.spec, "framing \(diagnosis.format.name)"]
    row.append("\(diagnosis.readCount) of \(diagnosis.triedCount) messages")
    if diagnosis.wrapping != .none { row.append(diagnosis.wrapping.text) }
    if diagnosis.strayByteCount > 0 {
      row.append("\(diagnosis.strayByteCount) bytes before each message")
    }
    return row
  }

  /// The command that reads the input so.
  private func command(_ diagnosis: Diagnosis) -> String? {
    let spec = references.first { $0.hasSuffix("#" + diagnosis.spec) } ?? diagnosis.spec
    var words = ["monetique iso decode", "--spec \(spec)"]
    switch (diagnosis.wrapping, diagnosis.format, diagnosis.strayByteCount) {
    case (.none, .lengthPrefixed(var prefix), let stray):
      prefix.headerByteCount = UInt8(clamping: stray)
      words.append("--framing \(FrameFormat.lengthPrefixed(prefix).name)")
    case (.none, let format, 0):
      words.append(format == .raw ? "--raw" : "--framing \(format.name)")
    case (.hexadecimal, .raw, 0): words.append("--hex")
    default: return nil
    }
    return (words + [path == InputSource.standardInput.name ? "-" : path]).joined(separator: " ")
  }

  // MARK: - For programs

  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("schema", "monetique-doctor/1")
    writer.field("fits", !fitting.isEmpty)
    writer.beginArray("readings")
    for diagnosis in findings.diagnoses { Self.write(diagnosis, to: &writer) }
    writer.endArray()
    writer.beginArray("framingsThatDoNotFit")
    for (format, error) in findings.framings {
      writer.beginObject()
      writer.field("framing", format.name)
      writer.field("offset", Int(clamping: error.offset))
      writer.field("code", error.code.rawValue)
      writer.field("reason", error.description)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    return writer.bytes
  }

  private static func write(_ diagnosis: Diagnosis, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("fits", diagnosis.fits)
    writer.field("spec", diagnosis.spec)
    writer.field("framing", diagnosis.format.name)
    writer.field("wrapping", diagnosis.wrapping.rawValue)
    writer.field("strayBytes", diagnosis.strayByteCount)
    writer.field("read", diagnosis.readCount)
    writer.field("tried", diagnosis.triedCount)
    writer.key("stop")
    if let stop = diagnosis.stop {
      writer.beginObject()
      writer.field("message", stop.message)
      writer.field("offset", stop.offset)
      switch stop.reason {
      case .framing(let error): writer.field("code", error.code.rawValue)
      case .message(let error):
        writer.field("code", error.code.rawValue)
        writer.field("path", error.path.description)
      }
      writer.field("reason", stop.reason.text)
      writer.endObject()
    } else {
      writer.null()
    }
    writer.endObject()
  }
}

extension Diagnosis.Wrapping {
  fileprivate var text: String {
    switch self {
    case .none: "bytes"
    case .hexadecimal: "hexadecimal digits"
    case .hexadecimalTwice: "hexadecimal digits of hexadecimal digits"
    }
  }
}

extension Diagnosis.Stop {
  /// The place in the input, and what is wrong there.
  fileprivate var text: String { "message \(message), input byte \(offset): \(reason.text)" }
}

extension Diagnosis.Reason {
  fileprivate var text: String {
    switch self {
    case .framing(let error): "the frame cannot be cut: \(error)"
    case .message(let error): error.description
    }
  }
}
