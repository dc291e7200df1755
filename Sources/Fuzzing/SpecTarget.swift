import ISO8583
import SpecImport

extension FuzzTarget {
  /// A spec file, a zero byte, then messages of that spec, each ended by a zero byte but the last.
  static let spec = FuzzTarget(name: "spec") { input in
    var input = FuzzInput(input)
    guard let spec = try? SpecFile.read(input.take(until: 0)) else { return }
    guard let probe = try? MessageProbe(compiling: spec) else { return }
    let again = try? SpecFile.read(Array(SpecFile.json(of: spec).utf8))
    precondition(again == spec, "the written form says the same")
    for _ in 0..<3 { probe.check(input.take(until: 0)) }
    probe.check(input.rest)
  }
}
