import CardCore
import Testing

@testable import ISO8583

/// The quick ways to numbers and hashes, beside the plain ones.
struct TransactionNumberTests {
  @Test func `a number of a fixed form is the one that the general form reads`() throws {
    var generator = SplitMix64(seed: 12)
    let encodings: [FieldSpec.Encoding] = [.text(.ascii), .text(.ebcdic500), .bcd]
    for encoding in encodings {
      for side: FieldSpec.Side in [.left, .right] {
        for count in 1...17 {
          let spec = FieldSpec(
            length: .fixed(count), unit: .digit, encoding: encoding, fillerSide: side)
          let field = CompiledField(spec, index: 0)
          let (form, general) = (NumberForm(field), SlotForm(field))
          for _ in 0..<20 {
            var bytes: [UInt8] = []
            for _ in 0..<(8 + Int(field.fixedByteCount)) {
              let byte = UInt8.random(in: 0...255, using: &generator)
              let digit = encoding == .bcd ? byte / 16 % 10 << 4 | byte % 10 : byte % 10
              let zero: UInt8 = encoding == .bcd ? 0 : field.set.zero
              bytes.append(byte == 7 ? byte : zero + digit)
            }
            let slot = ElementSlot(
              offset: 8, byteCount: Int(field.fixedByteCount), unitCount: count,
              prefixByteCount: 0)
            let expected = general.number(bytes.span, slot)
            guard form.isUsual else {
              #expect(count > (encoding == .bcd ? 16 : 8))
              continue
            }
            let word = Words.load(bytes.span, at: 8 + Int(field.fixedByteCount) - 8)
            #expect(form.number(word) == expected, "\(encoding) \(count) \(side)")
          }
        }
      }
    }
  }

  @Test func `a change of any byte changes the hash, whatever the length`() {
    var seen: Set<UInt64> = []
    for count in [0, 1, 5, 63, 64, 65, 127, 128, 129, 300] {
      var bytes = [UInt8](repeating: 0x30, count: count + 4)
      let whole = ContentHash.of(bytes.span, from: 4, seed: 1)
      #expect(seen.insert(whole).inserted)
      #expect(ContentHash.of(bytes.span, from: 4, seed: 2) != whole)
      for index in 4..<bytes.count {
        bytes[index] = 0x31
        #expect(ContentHash.of(bytes.span, from: 4, seed: 1) != whole, "\(count) \(index)")
        bytes[index] = 0x30
      }
      #expect(ContentHash.of(bytes.span, from: 4, seed: 1) == whole)
    }
  }
}
