import Synchronization

/// A spec that comes with the library, and what to say of it in a list.
public struct BuiltInSpec: Sendable {
  /// The name to choose it by, such as `iso8583-1987-ascii`.
  public let name: String
  /// One line on what messages it reads.
  public let summary: String
  private let make: @Sendable () -> MessageSpec

  /// The spec itself, written out when first asked for.
  public var spec: MessageSpec { make() }

  private init(
    _ name: String, _ summary: String, _ make: @autoclosure @escaping @Sendable () -> MessageSpec
  ) {
    self.name = name
    self.summary = summary
    self.make = make
  }

  /// All of them, in the order to list them.
  public static let all: [BuiltInSpec] = [
    BuiltInSpec(
      "iso8583-1987-ascii",
      "ISO 8583:1987 in ASCII, binary bitmap, binary elements raw", .iso1987ASCII),
    BuiltInSpec(
      "iso8583-1987-ascii-hex",
      "ISO 8583:1987 in ASCII, bitmap and binary elements in hexadecimal", .iso1987ASCIIHex),
    BuiltInSpec(
      "iso8583-1987-binary",
      "ISO 8583:1987 with packed digits and lengths, binary bitmap", .iso1987Binary),
    BuiltInSpec(
      "iso8583-1987-ebcdic",
      "ISO 8583:1987 in EBCDIC 1047, binary bitmap, binary elements raw", .iso1987EBCDIC),
    BuiltInSpec(
      "iso8583-1993-ascii",
      "ISO 8583:1993 in ASCII, binary bitmap, binary elements raw", .iso1993ASCII),
    BuiltInSpec(
      "iso8583-1993-binary",
      "ISO 8583:1993 with packed digits and lengths, binary bitmap", .iso1993Binary),
    BuiltInSpec(
      "iso8583-2003-binary",
      "ISO 8583:2003 with packed digits and lengths, datasets in composites", .iso2003Binary),
    BuiltInSpec(
      "ipm-clearing-ebcdic",
      "Clearing records like Mastercard IPM, in EBCDIC 500", .ipmClearingEBCDIC),
    BuiltInSpec(
      "ipm-clearing-ascii",
      "Clearing records like Mastercard IPM, in Latin-1", .ipmClearingASCII),
    BuiltInSpec(
      "cb-like",
      "NON-OFFICIAL: a synthetic dialect with private TLV data in DE 44, 55 and 59", .cbLike),
  ]
}

extension MessageSpec {
  /// The specs that come with the library, in the order of ``BuiltInSpec/all``.
  public static var builtIn: [MessageSpec] { BuiltInSpec.all.map(\.spec) }

  /// The built-in spec of that name, or nil.
  public static func builtIn(named name: String) -> MessageSpec? {
    BuiltInSpec.all.first { $0.name == name }?.spec
  }
}

extension MessageParser {
  private static let builtInParsers = Mutex<[String: MessageParser]>([:])

  /// The parser of the built-in spec of that name, compiled once in a process; nil if there is no
  /// such spec.
  public static func builtIn(named name: String) -> MessageParser? {
    builtInParsers.withLock { parsers in
      if let parser = parsers[name] { return parser }
      guard let spec = MessageSpec.builtIn(named: name) else { return nil }
      let parser = compiled(spec)
      parsers[name] = parser
      return parser
    }
  }

  private static func compiled(_ spec: MessageSpec) -> MessageParser {
    do throws(SpecError) {
      return try MessageParser(spec)
    } catch {
      preconditionFailure("the built-in spec \(spec.name) does not compile: \(error)")
    }
  }
}
