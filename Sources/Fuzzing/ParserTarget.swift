import ISO8583

extension FuzzTarget {
  /// The first byte chooses a spec; the others are a message of it, or not.
  static let parser = FuzzTarget(name: "parser") { input in
    var input = FuzzInput(input)
    let probe = probes[input.next() % probes.count]
    probe.check(input.rest)
  }

  private static let probes = (MessageSpec.builtIn + SyntheticSpecs.all).map(
    MessageProbe.init(trusted:))
}

extension MessageProbe {
  fileprivate init(trusted spec: MessageSpec) {
    do throws(SpecError) {
      try self.init(compiling: spec)
    } catch {
      preconditionFailure("\(spec.name): \(error)")
    }
  }
}
