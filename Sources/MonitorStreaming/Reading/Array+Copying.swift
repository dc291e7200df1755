extension [UInt8] {
  /// Makes a copy of `span`.
  init(copying span: Span<UInt8>) {
    self = []
    append(copying: span)
  }

  /// Appends a copy of `span`.
  mutating func append(copying span: Span<UInt8>) {
    append(addingCapacity: span.count) { output in
      for index in span.indices { output.append(span[index]) }
    }
  }
}
