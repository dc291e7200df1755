/// What each field allows by itself and its neighbours or its inside do not.
extension SpecCompiler {
  // MARK: - Padding

  static func checkPadding(_ spec: FieldSpec, path: String) throws(SpecError) {
    guard let padding = spec.padding else { return }
    let path = path + ".pad"
    guard padding.character < 0x80 else { throw SpecError(path: path, .paddingNotASCII) }
    guard !spec.encoding.isBinary else { throw SpecError(path: path, .paddingOnBinary) }
    guard holds(padding.character, spec) else {
      throw SpecError(path: path, .paddingNotHeld)
    }
  }

  /// Whether encoding and class of `spec` have `character` on at least one place of a value.
  private static func holds(_ character: UInt8, _ spec: FieldSpec) -> Bool {
    let code = UInt16(character)
    let isEncoded =
      switch spec.encoding {
      case .text(let set): set.byte(UInt32(character)) != nil
      case .bcd, .signedBCD:
        Hexadecimal.nibble(code).map { $0 < 10 || spec.acceptsHexNibbles } ?? false
      case .binary, .hexadecimal: false
      }
    let characters = spec.characters ?? .any
    return isEncoded && (0...1).contains { characters.admits(code, at: $0, of: 2) }
  }

  // MARK: - All that is left

  /// Refuses a header or an element that takes all that is left where something is defined after
  /// it.
  static func checkRest(_ spec: MessageSpec) throws(SpecError) {
    if case .rest? = spec.header?.length {
      throw SpecError(path: "header", .restBeforeAnother)
    }
    try checkRest(spec.elements, path: "fields")
  }

  static func checkRest(_ fields: [Int: FieldSpec], path: String) throws(SpecError) {
    guard let last = fields.keys.max() else { return }
    for number in fields.keys.sorted() where number < last {
      if case .rest? = fields[number]?.length {
        throw SpecError(path: path + ".\(number)", .restBeforeAnother)
      }
    }
  }

  // MARK: - Positional subfields

  /// Refuses subfields that all have a fixed length and together are not their container.
  func checkPositional(
    _ composite: CompiledComposite, in container: CompiledField, path: String
  ) throws(SpecError) {
    guard case .positional(let optionalTail) = composite.layout else { return }
    for (position, key) in composite.keys.dropLast().enumerated()
    where fields[Int(composite.fields[position])].lengthKind == .rest {
      throw SpecError(path: path + ".fields.\(key)", .restBeforeAnother)
    }
    guard !optionalTail, container.lengthKind == .fixed else { return }
    var sum = 0
    for index in composite.fields {
      guard fields[Int(index)].lengthKind == .fixed else { return }
      sum += Int(fields[Int(index)].fixedByteCount)
    }
    let room =
      switch composite.content {
      case .wire: Int(container.fixedByteCount)
      // Subfields of packed digits are read from the digits, one byte each.
      case .digits: Int(container.maximum)
      case .bytes: Int(container.fixedByteCount) / 2
      }
    guard sum == room else {
      throw SpecError(path: path, .subfieldsNotTheirContainer(sum: sum, room: room))
    }
  }
}
