extension FrameFormat {
  /// Says what lies at `offset`: a pure function, for bytes that are all in memory.
  ///
  /// ``FrameReader`` is made of it, for bytes that come in pieces. Two formats are not ready to use
  /// as found here: the message of a line is still text
  /// (``HexLine/decode(_:in:into:maximumByteCount:)`` decodes it), and the bytes of a blocked `vbs`
  /// file must have gone through ``BlockFillRemover``.
  ///
  /// Nothing is read beyond the frame, except that a line without an end is scanned whole.
  ///
  /// - Parameters:
  ///   - bytes: The input, or a part of it.
  ///   - offset: Where the frame begins, from 0 to the count of `bytes`.
  ///   - atEnd: Whether the input ends where `bytes` end.
  ///   - maximumFrameByteCount: The most bytes of header and message, from 1 to 2³⁰.
  /// - Throws: ``FramingError`` with an offset in `bytes`. ``resumeOffset(after:in:at:)`` says
  ///   where to go on, if that can be.
  public func nextFrame(
    in bytes: Span<UInt8>, at offset: Int, atEnd: Bool,
    maximumFrameByteCount: Int = FrameFormat.defaultMaximumFrameByteCount
  ) throws(FramingError) -> FrameStep {
    precondition(0...bytes.count ~= offset, "a frame begins inside the bytes or at their end")
    switch self {
    case .lengthPrefixed(let prefix):
      return try prefix.nextFrame(
        in: bytes, at: offset, atEnd: atEnd, maximum: maximumFrameByteCount)
    case .hexLines:
      return try HexLine.nextFrame(
        in: bytes, at: offset, atEnd: atEnd, maximum: maximumFrameByteCount)
    case .vbs:
      return try Self.nextRecord(
        in: bytes, at: offset, atEnd: atEnd, maximum: maximumFrameByteCount)
    case .raw:
      return try Self.wholeInput(
        in: bytes, at: offset, atEnd: atEnd, maximum: maximumFrameByteCount)
    }
  }

  /// Checks what follows the end of a file: nothing, or for `vbs` formats fill (0x40) only.
  ///
  /// A plain file may have fill because it may be a blocked one whose blocks were taken apart.
  ///
  /// - Throws: ``FramingError`` with the code `dataAfterTerminator` and the first wrong byte's
  ///   offset.
  public func checkTail(in bytes: Span<UInt8>, from offset: Int) throws(FramingError) {
    for index in offset..<bytes.count where bytes[index] != BlockFillRemover.fill {
      throw FramingError(.dataAfterTerminator, at: index)
    }
  }

  /// Where to go on after an error that ``nextFrame(in:at:atEnd:maximumFrameByteCount:)`` threw for
  /// the same bytes and offset; nil if the error is not recoverable or the line's end is not in
  /// `bytes`.
  public func resumeOffset(
    after error: FramingError, in bytes: Span<UInt8>, at offset: Int
  ) -> Int? {
    guard error.isRecoverable else { return nil }
    guard case .lengthPrefixed(let prefix) = self else {
      return HexLine.lineFeed(in: bytes, from: offset).map { $0 + 1 }
    }
    return error.found.map { offset + prefix.encoding.byteCount + $0 }
  }

  private static func nextRecord(
    in bytes: Span<UInt8>, at offset: Int, atEnd: Bool, maximum: Int
  ) throws(FramingError) -> FrameStep {
    let present = bytes.count - offset
    guard present >= 4 else {
      guard atEnd else { return .needMore }
      guard present > 0 else { throw FramingError(.terminatorMissing, at: offset) }
      throw FramingError(.truncated, at: offset, expected: 4, found: present)
    }
    let count = try LengthPrefix.Encoding.binary4.value(in: bytes, at: offset)
    guard count > 0 else { return .end(resumeOffset: offset + 4) }
    guard count <= maximum else {
      throw FramingError(.lengthOverMaximum, at: offset, expected: maximum, found: count)
    }
    guard present - 4 >= count else {
      guard atEnd else { return .needMore }
      throw FramingError(.truncated, at: offset, expected: 4 + count, found: present)
    }
    let message = offset + 4..<offset + 4 + count
    return .frame(FrameExtent(from: offset, to: message.upperBound, message: message))
  }

  private static func wholeInput(
    in bytes: Span<UInt8>, at offset: Int, atEnd: Bool, maximum: Int
  ) throws(FramingError) -> FrameStep {
    guard bytes.count - offset <= maximum else {
      // Not the true length, which nobody knows before the end: the first one that is too much.
      throw FramingError(.lengthOverMaximum, at: offset, expected: maximum, found: maximum + 1)
    }
    guard atEnd else { return .needMore }
    guard offset < bytes.count else { return .end(resumeOffset: offset) }
    return .frame(FrameExtent(from: offset, to: bytes.count, message: offset..<bytes.count))
  }
}

extension LengthPrefix {
  func nextFrame(
    in bytes: Span<UInt8>, at offset: Int, atEnd: Bool, maximum: Int
  ) throws(FramingError) -> FrameStep {
    let lengthByteCount = encoding.byteCount
    let present = bytes.count - offset
    guard present >= lengthByteCount else {
      guard atEnd else { return .needMore }
      guard present > 0 else { return .end(resumeOffset: offset) }
      throw FramingError(.truncated, at: offset, expected: lengthByteCount, found: present)
    }
    let length = try encoding.value(in: bytes, at: offset)
    let count = isInclusive ? length - lengthByteCount : length
    guard count >= 0 else {
      throw FramingError(
        .lengthUnderMinimum, at: offset, expected: lengthByteCount, found: length)
    }
    guard count <= maximum else {
      throw FramingError(.lengthOverMaximum, at: offset, expected: maximum, found: count)
    }
    guard present - lengthByteCount >= count else {
      guard atEnd else { return .needMore }
      throw FramingError(
        .truncated, at: offset, expected: lengthByteCount + count, found: present)
    }
    return try step(from: offset, bodyOffset: offset + lengthByteCount, bodyByteCount: count)
  }

  /// Splits a frame that is there whole into header and message.
  private func step(
    from offset: Int, bodyOffset: Int, bodyByteCount: Int
  ) throws(FramingError) -> FrameStep {
    let header = Int(headerByteCount)
    let end = bodyOffset + bodyByteCount
    guard bodyByteCount > header else {
      // A keep-alive has no message: an empty frame, or a header alone.
      if bodyByteCount == 0 || bodyByteCount == header { return .idle(resumeOffset: end) }
      throw FramingError(.headerIncomplete, at: offset, expected: header, found: bodyByteCount)
    }
    return .frame(
      FrameExtent(
        from: offset, to: end, message: bodyOffset + header..<end,
        headerByteCount: headerByteCount))
  }
}
