/// What the standard writes beside a data element: its characters and its length, such as `n..19`.
///
///     n6         six digits
///     n1..19     one to nineteen digits behind a length of two digits
///     ans...999  up to 999 printable characters behind a length of three digits
///     x+n8       a sign, then eight digits
///     b8         eight bytes
///
/// How the characters and lengths stand on the wire is a ``WireConvention``'s matter.
struct ElementFormat: Hashable, Sendable {
  /// Nil for binary content.
  var characters: CharacterClass?
  /// Of a variable length; the same as ``maximum`` for a fixed one.
  var minimum: Int
  /// Characters, the sign of `x+n` left out; bytes of binary content.
  var maximum: Int
  /// The number of dots; 0 for a fixed length.
  var lengthDigitCount: Int

  /// Reads the standard's notation; nil if `text` is not in it.
  init?(_ text: some StringProtocol) {
    let letters = text.prefix { !$0.isNumber && $0 != "." }
    let figures = text.dropFirst(letters.count)
    let dots = figures.filter { $0 == "." }.count
    let numbers = figures.split(separator: ".")
    guard let last = numbers.last, let maximum = Int(last), dots <= 4 else { return nil }
    if letters != "b" {
      guard let characters = CharacterClass(name: String(letters)) else { return nil }
      self.characters = characters
    }
    lengthDigitCount = dots
    self.maximum = maximum
    minimum = dots == 0 ? maximum : numbers.count == 2 ? Int(numbers[0]) ?? 0 : 0
  }
}
