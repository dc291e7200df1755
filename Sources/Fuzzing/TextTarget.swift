extension FuzzTarget {
  /// Bytes that decode as UTF-8 encode to the same bytes.
  static let text = FuzzTarget(name: "text") { input in
    let bytes = input.indices.map { input[$0] }
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    precondition(Array(text.utf8) == bytes, "valid UTF-8 must survive a round trip")
  }
}
