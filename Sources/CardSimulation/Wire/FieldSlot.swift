/// Where the value of one element stands in every message of a shape, and how it is written.
struct FieldSlot {
  /// Of the first byte of the value, behind its length.
  var offset: Int
  /// Bytes of the value on the wire.
  var byteCount: Int
  var form: Form

  enum Form: UInt8 {
    /// Digits and letters in ASCII.
    case ascii
    /// Digits and letters in another set, of which a table tells the bytes.
    case translated
    /// Two digits a byte; an odd number behind a nibble of 0.
    case packed
    case bytes
    /// Two hexadecimal digits a byte, in ASCII.
    case hexadecimal
  }

  /// Digits, characters or bytes.
  var count: Int {
    switch form {
    case .ascii, .translated, .bytes: byteCount
    case .packed: 2 * byteCount
    case .hexadecimal: byteCount / 2
    }
  }
}

extension FieldSlot {
  /// Writes `value` in as many digits as the element has, zeros in front.
  @inline(__always)
  func write(_ value: UInt64, at start: Int, in output: inout MutableSpan<UInt8>) {
    var rest = value
    var index = start + offset + byteCount
    let first = start + offset
    if form == .packed {
      while index > first {
        index -= 1
        let pair = UInt8(truncatingIfNeeded: rest % 100)
        rest /= 100
        output[index] = (pair / 10) << 4 | pair % 10
      }
      return
    }
    let zero: UInt8 = form == .ascii ? 0x30 : 0xF0
    while index > first {
      index -= 1
      output[index] = zero + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// Writes `value` in `width` digits from digit `position` on, 0-based, the others left as they
  /// are; of an odd number of packed digits the first one has the position 1.
  func write(
    _ value: UInt64, width: Int, position: Int, at start: Int, in output: inout MutableSpan<UInt8>
  ) {
    var rest = value
    for digit in (position..<position + width).reversed() {
      let figure = UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      if form == .packed {
        let index = start + offset + digit / 2
        output[index] =
          digit & 1 == 0 ? output[index] & 0x0F | figure << 4 : output[index] & 0xF0 | figure
      } else {
        output[start + offset + digit] = (form == .ascii ? 0x30 : 0xF0) + figure
      }
    }
  }

  /// Writes the `count` lower bytes of `value`, the highest first, from byte `position` on.
  func write(
    bytes value: UInt64, count: Int, position: Int, at start: Int,
    in output: inout MutableSpan<UInt8>
  ) {
    for index in 0..<count {
      let byte = UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - index)))
      let place = position + index
      if form == .hexadecimal {
        output[start + offset + 2 * place] = Self.digit(byte >> 4)
        output[start + offset + 2 * place + 1] = Self.digit(byte & 15)
      } else {
        output[start + offset + place] = byte
      }
    }
  }

  @inline(__always)
  static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x37 + nibble }
}
