import CardCore
import ISO8583

/// Specs of random formats and messages that they allow.
struct RandomMessage: RandomNumberGenerator {
  var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  mutating func next() -> UInt64 { generator.next() }

  private mutating func any<T>(_ choices: [T]) -> T {
    choices[Int.random(in: choices.indices, using: &generator)]
  }

  private mutating func chance(_ one: Int) -> Bool {
    Int.random(in: 0..<one, using: &generator) == 0
  }

  // MARK: - Specs

  mutating func spec() -> MessageSpec {
    let bitmaps: [BitmapSpec] = [
      BitmapSpec(.binary), BitmapSpec(.hexadecimal(.ascii)), BitmapSpec(.hexadecimal(.ebcdic500)),
      BitmapSpec(.binary, maximumChunkCount: 3), BitmapSpec(.binary, maximumChunkCount: 1),
    ]
    let bitmap = any(bitmaps)
    let mtis: [FieldSpec.Encoding] = [.text(.ascii), .text(.ebcdic1047), .bcd]
    var elements: [Int: FieldSpec] = [:]
    // Neighbours are often of one kind, so that they are checked together.
    var last = field()
    for number in 2...(64 * bitmap.maximumChunkCount) where number % 64 != 1 && chance(2) {
      if chance(2) { last = field() }
      if chance(4), case .fixed = last.length { last.length = .fixed(count()) }
      elements[number] = last
    }
    return MessageSpec(
      name: "random", edition: .byMessage,
      mti: FieldSpec(length: .fixed(4), encoding: any(mtis), characters: .numeric),
      bitmap: bitmap, elements: elements)
  }

  /// Of units: few and the edges of words and blocks are the likeliest.
  private mutating func count() -> Int {
    any([
      Int.random(in: 1...70, using: &generator), Int.random(in: 1...9, using: &generator),
      any([7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65]),
    ])
  }

  mutating func field() -> FieldSpec {
    let set = any(CharacterSet.allCases)
    let kinds: [FieldSpec.Encoding] = [
      .text(.ascii), .text(.ascii), .text(set), .bcd, .bcd, .binary, .hexadecimal(.ascii),
      .hexadecimal(set), .signedBCD(set),
    ]
    var field = FieldSpec(length: .fixed(count()), encoding: any(kinds))
    if case .text = field.encoding { field.characters = any([nil] + CharacterClass.allCases) }
    if case .bcd = field.encoding {
      field.acceptsHexNibbles = chance(3)
      if field.acceptsHexNibbles, chance(2) { field.characters = .track }
    }
    field.fillerSide = any([.left, .left, .right])
    field.filler = any([0, 0, 0, 15, 5, 13])
    if chance(2) {
      field.length = variable()
    } else if field.encoding == .binary, chance(4) {
      // Of a variable length, bytes could not tell an odd number of nibbles.
      field.unit = .digit
    }
    return field
  }

  private mutating func variable() -> FieldSpec.Length {
    let set = any(CharacterSet.allCases)
    let prefixes: [Prefix] = [
      Prefix(.text(.ascii), width: 2), Prefix(.text(.ascii), width: 3), Prefix(.bcd, width: 2),
      Prefix(.bcd, width: 4), Prefix(.bcd, width: 3), Prefix(.text(set), width: 2),
      Prefix(.binary, width: 1), Prefix(.binary, width: 2), Prefix(.hexadecimal(set), width: 1),
      Prefix(.text(.ascii), width: 1),
    ]
    let prefix = any(prefixes)
    var maximum = count()
    if prefix.encoding == .text(.ascii), prefix.width == 1 { maximum = min(maximum, 9) }
    return .variable(
      prefix, minimum: any([0, 0, 1, maximum]), maximum: chance(8) ? nil : maximum)
  }

  // MARK: - Messages

  mutating func message(of spec: MessageSpec) -> [UInt8] {
    var numbers = spec.elements.keys.sorted().filter { _ in !chance(3) }
    if chance(3) { numbers = numbers.filter { $0 <= 64 } }
    var wire = value(spec.mti, count: 4)
    let highest = numbers.last ?? 1
    for chunk in 0...((highest - 1) / 64) {
      var bits = (1...64).map { numbers.contains(chunk * 64 + $0) }
      if highest > (chunk + 1) * 64 { bits[0] = true }
      wire += bitmap(bits, spec.bitmap.encoding)
    }
    for number in numbers {
      guard let field = spec.elements[number] else { continue }
      wire += self.wire(field)
    }
    return wire
  }

  private func bitmap(_ bits: [Bool], _ encoding: BitmapSpec.Encoding) -> [UInt8] {
    let nibbles = stride(from: 0, to: 64, by: 4).map { start in
      bits[start..<(start + 4)].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
    }
    switch encoding {
    case .binary:
      return stride(from: 0, to: 16, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    case .hexadecimal(let set):
      return nibbles.map { CodePages.byte(Array("0123456789ABCDEF".unicodeScalars)[Int($0)], set) }
    }
  }

  private mutating func wire(_ field: FieldSpec) -> [UInt8] {
    guard case .variable(let prefix, let minimum, let maximum) = field.length else {
      guard case .fixed(let count) = field.length else { return [] }
      return value(field, count: count)
    }
    let most = maximum ?? minimum
    let count = any([minimum, most, Int.random(in: minimum...most, using: &generator)])
    return self.prefix(prefix, count) + value(field, count: count)
  }

  private func prefix(_ prefix: Prefix, _ count: Int) -> [UInt8] {
    let decimal = String(repeating: "0", count: 8) + "\(count)"
    switch prefix.encoding {
    case .text(let set):
      return decimal.unicodeScalars.suffix(prefix.width).map { CodePages.byte($0, set) }
    case .bcd:
      let width = prefix.width + prefix.width % 2
      let digits = decimal.suffix(width).compactMap { $0.wholeNumberValue }.map { UInt8($0) }
      return stride(from: 0, to: width, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    case .hexadecimal(let set):
      let digits = "0" + String(count, radix: 16)
      return digits.unicodeScalars.suffix(2).map { CodePages.byte($0, set) }
    case .binary, .ber:
      return (0..<prefix.width).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
    }
  }

  private mutating func value(_ field: FieldSpec, count: Int) -> [UInt8] {
    switch field.encoding {
    case .text(let set): return text(set, field.characters ?? .any, count: count)
    case .hexadecimal(let set): return text(set, .hexadecimal, count: count * 2)
    case .bcd: return packed(field, count: count)
    case .signedBCD(let set):
      return count == 0
        ? [] : text(set, .signedNumeric, count: 1) + packed(field, count: count - 1)
    case .binary:
      if field.unit == .digit {
        var loose = field
        loose.acceptsHexNibbles = true
        return packed(loose, count: count)
      }
      return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
  }

  private mutating func text(
    _ set: CharacterSet, _ characters: CharacterClass, count: Int
  ) -> [UInt8] {
    let first = Self.alphabets[Alphabet(set: set, characters: characters, isFirst: true)] ?? []
    let other = Self.alphabets[Alphabet(set: set, characters: characters, isFirst: false)] ?? []
    return (0..<count).map { any($0 == 0 ? first : other) }
  }

  private struct Alphabet: Hashable {
    var set: CharacterSet
    var characters: CharacterClass
    var isFirst: Bool
  }

  /// The bytes that may stand in a text, by its set and class.
  private static let alphabets: [Alphabet: [UInt8]] = {
    var alphabets: [Alphabet: [UInt8]] = [:]
    for set in CharacterSet.allCases {
      for characters in CharacterClass.allCases {
        for isFirst in [true, false] {
          let key = Alphabet(set: set, characters: characters, isFirst: isFirst)
          alphabets[key] = (UInt8.min...UInt8.max).filter { byte in
            CodePages.scalar(byte, set).map {
              ClassOracle.admits($0, characters, isFirst: isFirst, isLast: false)
            } ?? false
          }
        }
      }
    }
    return alphabets
  }()

  private mutating func packed(_ field: FieldSpec, count: Int) -> [UInt8] {
    var nibbles = (0..<count).map { _ -> UInt8 in
      guard field.acceptsHexNibbles, chance(4) else {
        return UInt8.random(in: 0...9, using: &generator)
      }
      return field.characters == .track ? 13 : UInt8.random(in: 0...15, using: &generator)
    }
    if count % 2 == 1 {
      nibbles.insert(field.filler, at: field.fillerSide == .left ? 0 : count)
    }
    return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
  }

  // MARK: - Damage

  /// The message cut, lengthened, or with a byte or a bit changed.
  mutating func damaged(_ wire: [UInt8]) -> [UInt8] {
    var damaged = wire
    let place = Int.random(in: wire.indices, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: damaged.removeLast(wire.count - place)
    case 1: damaged.append(UInt8.random(in: 0...255, using: &generator))
    case 2: damaged.remove(at: place)
    case 3: damaged[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
    default: damaged[place] = UInt8.random(in: 0...255, using: &generator)
    }
    return damaged
  }
}
