import CardCore

extension ElementReader {
  /// The number that the digits of `element` write; nil if it is not there or has no number.
  @inline(__always)
  func number(_ element: DataElement, _ bytes: Span<UInt8>, _ message: borrowing ReadMessage)
    -> UInt64?
  {
    guard message.contains(element) else { return nil }
    return presentNumber(element, bytes, message)
  }

  /// The same for an element that is there.
  @inline(never)
  private func presentNumber(
    _ element: DataElement, _ bytes: Span<UInt8>, _ message: borrowing ReadMessage
  ) -> UInt64? {
    let slot = message.slots[element.rawValue]
    let form = numberForms[element.rawValue]
    // Eight bytes up to the end of the value: a head that was read stands before it.
    guard form.isUsual, slot.offset &+ Int(form.byteCount) >= 8 else {
      return otherNumber(element, bytes, slot)
    }
    return form.number(Words.load(bytes, at: slot.offset &+ Int(form.byteCount) &- 8))
  }

  @inline(never)
  private func otherNumber(
    _ element: DataElement, _ bytes: Span<UInt8>, _ slot: ElementSlot
  ) -> UInt64? {
    forms[element.rawValue].number(bytes, slot)
  }

  /// How many digits or characters `element` has; 0 if it is not there.
  @inline(__always)
  func count(_ element: DataElement, _ message: borrowing ReadMessage) -> Int {
    guard message.contains(element) else { return 0 }
    return forms[element.rawValue].count(message.slots[element.rawValue])
  }

  /// Lends the characters of `element` in ASCII, with zeros for those that it does not have; nil if
  /// it is not there.
  @inline(__always)
  func text<Value>(
    _ element: DataElement, _ bytes: Span<UInt8>, _ message: borrowing ReadMessage,
    _ body: (Span<UInt8>) -> Value?
  ) -> Value? {
    guard message.contains(element) else { return nil }
    let form = forms[element.rawValue]
    let slot = message.slots[element.rawValue]
    if form.isDirect {
      return body(bytes.extracting(slot.range))
    }
    return translatedText(form, slot, bytes, body)
  }

  /// The most characters that are translated: DE 43 of 1993 has 99.
  private static let translatedCountMax = 128

  @inline(never)
  private func translatedText<Value>(
    _ form: SlotForm, _ slot: ElementSlot, _ bytes: Span<UInt8>,
    _ body: (Span<UInt8>) -> Value?
  ) -> Value? {
    let count = form.kind == .bytes ? Int(slot.byteCount) : form.count(slot)
    guard count > 0, count <= Self.translatedCountMax else { return nil }
    var text = InlineArray<128, UInt8>(repeating: 0)
    for position in 0..<count {
      text[position] =
        form.kind == .bytes
        ? bytes[Int(slot.offset) + position] : character(form, slot, bytes, at: position)
    }
    return body(text.span.extracting(first: count))
  }

  /// The ASCII character at `position`, 0-based, a packed nibble as a hexadecimal digit; 0 if it is
  /// none.
  @inline(__always)
  func character(
    _ form: SlotForm, _ slot: ElementSlot, _ bytes: Span<UInt8>, at position: Int
  ) -> UInt8 {
    guard form.kind == .text else {
      return Hexadecimal.digit(form.nibble(bytes, slot, at: position))
    }
    let byte = bytes[Int(slot.offset) &+ position]
    return translations[Int(form.set.rawValue) &* 256 &+ Int(byte)]
  }

  /// The byte at `position`, 0-based, of a value that holds bytes, be they written in hexadecimal;
  /// nil behind the last one.
  @inline(__always)
  func byte(
    _ form: SlotForm, _ slot: ElementSlot, _ bytes: Span<UInt8>, at position: Int
  ) -> UInt8? {
    guard form.kind == .text else {
      return position < Int(slot.byteCount) ? bytes[Int(slot.offset) &+ position] : nil
    }
    guard 2 &* position &+ 1 < Int(slot.byteCount),
      let high = nibble(form, slot, bytes, at: 2 &* position),
      let low = nibble(form, slot, bytes, at: 2 &* position &+ 1)
    else { return nil }
    return high << 4 | low
  }

  @inline(__always)
  private func nibble(
    _ form: SlotForm, _ slot: ElementSlot, _ bytes: Span<UInt8>, at position: Int
  ) -> UInt8? {
    Hexadecimal.nibble(UInt16(character(form, slot, bytes, at: position)))
  }
}
