import CardCore

extension FuzzTarget {
  /// What is read can be written in both layouts and says the same.
  static let json = FuzzTarget(name: "json") { input in
    guard let value = try? JSONReader().read(input) else { return }
    for layout in [JSONWriter.Layout.compact, .indented] {
      var writer = JSONWriter(layout: layout)
      writer.value(value)
      precondition(writer.isComplete, "a value is written whole")
      let again = try? JSONReader().read(writer.bytes)
      precondition(again == value, "what is written says the same")
    }
  }
}
