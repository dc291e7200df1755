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

extension FuzzTarget {
  /// A packager in XML or a moov spec; what is read is compiled, or refused.
  static let foreign = FuzzTarget(name: "foreign") { input in
    let bytes = input.indices.map { input[$0] }
    let imported =
      bytes.first == UInt8(ascii: "<")
      ? try? JPOSPackager.read(bytes, named: "fuzz") : try? MoovSpec.read(bytes, named: "fuzz")
    guard let imported, (try? MessageParser(imported.spec)) != nil else { return }
    let again = try? SpecFile.read(Array(SpecFile.json(of: imported.spec).utf8))
    precondition(again == imported.spec, "the written form says the same")
  }
}
