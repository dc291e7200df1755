/// One value that two messages do not have in common.
public struct MessageDifference: Sendable, Hashable {
  /// `mti`, `header`, the number of an element, or the keys that lead into it: `55.9F26`. Of keys
  /// that come several times the second is `55.9F26#2`.
  public var path: String
  /// The element, for its name; nil for the MTI and the header.
  public var element: DataElement?
  /// As it may be shown; nil where only the other message has it.
  public var before: ShownText?
  public var after: ShownText?

  /// Whether the two differ where stars stand, so that what is shown is the same.
  public var isHidden: Bool { before?.text == after?.text }
}

extension Message {
  /// What another message says otherwise, in the order of the elements.
  ///
  /// Compared are the values as they are; shown is of them what may be shown.
  ///
  /// - Parameters:
  ///   - other: May be of another spec: values are compared, not bytes.
  ///   - options: Whether card data is starred.
  public func differences(
    from other: Message, options: ShowOptions = []
  ) -> [MessageDifference] {
    let (left, right) = (leaves(options), other.leaves(options))
    var differences: [MessageDifference] = []
    let rightByPath = Dictionary(right.map { ($0.path, $0) }) { first, _ in first }
    let leftPaths = Set(left.map(\.path))
    for leaf in left {
      let twin = rightByPath[leaf.path]
      guard twin?.value != leaf.value else { continue }
      differences.append(
        MessageDifference(
          path: leaf.path, element: leaf.element, before: leaf.shown, after: twin?.shown))
    }
    for leaf in right where !leftPaths.contains(leaf.path) {
      differences.append(
        MessageDifference(
          path: leaf.path, element: leaf.element, before: nil, after: leaf.shown))
    }
    return differences.enumerated().sorted {
      let (a, b) = ($0.element.element?.rawValue ?? 0, $1.element.element?.rawValue ?? 0)
      return a != b ? a < b : $0.offset < $1.offset
    }.map(\.element)
  }

  /// One value of a message that holds no others.
  private struct Leaf {
    var path: String
    var element: DataElement?
    /// The value itself, which is compared and never shown.
    var value: String
    var shown: ShownText
  }

  private func leaves(_ options: ShowOptions) -> [Leaf] {
    var leaves: [Leaf] = []
    if let mti, let shown = shownMTI(options: options) {
      leaves.append(Leaf(path: "mti", element: nil, value: mti, shown: shown))
    }
    if let value = shownHeader(options: .inFull), let shown = shownHeader(options: options) {
      Self.append(value, shown, at: "header", nil, to: &leaves)
    }
    for (value, shown) in zip(self.shown(options: .inFull), self.shown(options: options)) {
      Self.append(
        value.value, shown.value, at: "\(value.element.rawValue)", value.element, to: &leaves)
    }
    return leaves
  }

  private static func append(
    _ value: ShownValue, _ shown: ShownValue, at path: String, _ element: DataElement?,
    to leaves: inout [Leaf]
  ) {
    switch (value, shown) {
    case (.fields(let members), .fields(let shownMembers)):
      var counts: [String: Int] = [:]
      for (member, shownMember) in zip(members, shownMembers) {
        let count = counts[member.key, default: 0] + 1
        counts[member.key] = count
        let inner = path + "." + member.key + (count > 1 ? "#\(count)" : "")
        append(member.value, shownMember.value, at: inner, element, to: &leaves)
      }
    case (.text(let text), .text(let shown)), (.hex(let text), .hex(let shown)),
      (.undecoded(let text), .undecoded(let shown)):
      leaves.append(Leaf(path: path, element: element, value: text.text, shown: shown))
    default:
      // One masked otherwise than it is made: nothing of it is shown.
      leaves.append(
        Leaf(
          path: path, element: element, value: "\(value)", shown: ShownText("*", isMasked: true)))
    }
  }
}
