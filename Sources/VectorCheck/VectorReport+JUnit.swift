import ISO8583

extension VectorReport {
  /// The report as JUnit XML: a suite for each file, a test for each case.
  ///
  /// - Parameter strictPolicy: Whether a case of a policy that does not hold is a failure; else it
  ///   is skipped.
  public func junit(strictPolicy: Bool = false) -> [UInt8] {
    let failed = failed + (strictPolicy ? policyFailed : 0)
    var xml = XMLText()
    xml.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    xml.line(
      "<testsuites name=\"monetique vectors\" tests=\"\(cases + unreadable.count)\" "
        + "failures=\"\(failed)\" errors=\"\(unreadable.count)\">")
    for file in files { file.writeJUnit(to: &xml, strictPolicy: strictPolicy) }
    for file in unreadable {
      let name = XMLText.escaped(file.file)
      xml.line("  <testsuite name=\"\(name)\" tests=\"1\" failures=\"0\" errors=\"1\">")
      xml.line("    <testcase classname=\"file\" name=\"\(name)\">")
      xml.line("      <error message=\"\(XMLText.escaped(file.reason))\"/>")
      xml.line("    </testcase>")
      xml.line("  </testsuite>")
    }
    xml.line("</testsuites>")
    return xml.bytes
  }
}

extension VectorFileReport {
  fileprivate func writeJUnit(to xml: inout XMLText, strictPolicy: Bool) {
    let failed = failures.count + (strictPolicy ? policyFailed : 0)
    let skipped = strictPolicy ? 0 : policyFailed
    xml.line(
      "  <testsuite name=\"\(XMLText.escaped(file))\" tests=\"\(outcomes.count)\" "
        + "failures=\"\(failed)\" errors=\"0\" skipped=\"\(skipped)\">")
    for outcome in outcomes { outcome.writeJUnit(to: &xml, strictPolicy: strictPolicy) }
    xml.line("  </testsuite>")
  }
}

extension VectorOutcome {
  fileprivate func writeJUnit(to xml: inout XMLText, strictPolicy: Bool) {
    let head =
      "    <testcase classname=\"\(XMLText.escaped(operation))\" name=\"\(XMLText.escaped(id))\""
    guard case .failed(let expected, let got) = verdict else { return xml.line(head + "/>") }
    let element = isPolicy && !strictPolicy ? "skipped" : "failure"
    let message = XMLText.escaped("expected \(expected), got \(got)")
    xml.line(head + ">")
    xml.line("      <\(element) message=\"\(message)\"/>")
    xml.line("    </testcase>")
  }
}

/// Lines of XML.
private struct XMLText {
  private(set) var bytes: [UInt8] = []

  mutating func line(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    bytes.append(0x0A)
  }

  /// `text` as the value of an attribute, card numbers starred; characters that XML cannot hold
  /// become U+FFFD.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in CardDataScan.masked(text).unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "\n", "\r", "\t": escaped.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
      case let other where other.value < 0x20 || (0xFFFE...0xFFFF).contains(other.value):
        escaped.append("\u{FFFD}")
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
