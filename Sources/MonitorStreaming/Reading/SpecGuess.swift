import ISO8583

/// Tells whether messages that one spec does not read are of another built-in one.
struct SpecGuess: Sendable {
  private let format: FrameFormat
  private let known: String
  /// Made when first needed.
  private var probes: [(name: String, probe: FrameProbe)] = []
  private var said = ""

  private static let parsers = BuiltInSpec.all.compactMap { MessageParser.builtIn(named: $0.name) }

  init(_ format: FrameFormat, besides parser: MessageParser) {
    self.format = format
    known = parser.spec.name
  }

  /// The spec under which a run of messages begins at `offset`.
  mutating func specReading(_ offset: Int, in bytes: Span<UInt8>, atEnd: Bool) -> String? {
    if probes.isEmpty {
      probes = Self.parsers.filter { $0.spec.name != known }
        .map { ($0.spec.name, FrameProbe(format, parser: $0)) }
    }
    for index in probes.indices
    where probes[index].probe.run(at: offset, in: bytes, atEnd: atEnd) == .message {
      return probes[index].name
    }
    return nil
  }

  /// Whether this spec is not the one that was said last.
  mutating func isNew(_ name: String) -> Bool {
    defer { said = name }
    return name != said
  }
}
