/// Why a spec contradicts itself or asks for more than this library does.
public struct SpecError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the spec, such as `fields.55.sub.fields.9F26`.
  public var path: String
  public var problem: Problem

  public init(path: String, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }

  public enum Problem: Hashable, Sendable {
    case elementOutOfRange(highest: Int)
    case continuationBitIsAnElement
    case lengthOutOfRange(maximum: Int)
    case minimumOverMaximum
    case prefixWidthOutOfRange(maximum: Int)
    case prefixCannotReachMaximum
    case fillerOutOfRange
    case paddingNotASCII
    case chunkOutOfRange
    case bitOutOfRange(Int)
    case skippedBitIsAnElement
    case setBitNotSkipped(Int)
    case tagOutOfRange
    case tagMalformed
    case subfieldMissing(String)
    case subfieldNotInOrder(String)
    case subfieldRepeated(String)
    case emptyComposite
    case tooDeep(maximum: Int)
    case characterClassOnBinary
    case mtiNotFourCharacters
    case tertiaryElementNotOutsideFirstBitmaps
    case restInsideTagged
    case oddHexadecimalLength
    case paddingOnBinary
    case paddingNotHeld
    case restBeforeAnother
    /// In bytes, or digits where the container is packed.
    case subfieldsNotTheirContainer(sum: Int, room: Int)
  }

  public var description: String {
    path.isEmpty ? "spec: \(problem.text)" : "spec at \(path): \(problem.text)"
  }
}

extension SpecError.Problem {
  /// The problem in words.
  public var text: String {
    switch self {
    case .elementOutOfRange(let highest): "the bitmap announces elements 2 to \(highest) only"
    case .continuationBitIsAnElement: "this bit announces another bitmap and cannot be an element"
    case .lengthOutOfRange(let maximum): "a length must be 0 to \(maximum)"
    case .minimumOverMaximum: "the minimum is over the maximum"
    case .prefixWidthOutOfRange(let maximum): "a prefix of this encoding is 1 to \(maximum) wide"
    case .prefixCannotReachMaximum: "the prefix is too narrow for the maximum length"
    case .fillerOutOfRange: "a filler is one nibble, 0 to F"
    case .paddingNotASCII: "padding is one ASCII character"
    case .chunkOutOfRange:
      "a bitmap chunk is 1 to 24 bytes, with at most 18 words of 64 bits in all"
    case .bitOutOfRange(let bit): "bit \(bit) is outside the bitmap"
    case .skippedBitIsAnElement: "this bit announces nothing and cannot be an element"
    case .setBitNotSkipped(let bit):
      "bit \(bit) is set in every message and must be one that announces nothing"
    case .tagOutOfRange: "a tag is 1 to 8 characters, digits or bytes"
    case .tagMalformed: "not a tag of this kind"
    case .subfieldMissing(let key): "the order names subfield \(key), which has no format"
    case .subfieldNotInOrder(let key): "subfield \(key) is not in the order"
    case .subfieldRepeated(let key): "the order names subfield \(key) twice"
    case .emptyComposite: "a composite needs at least one subfield"
    case .tooDeep(let maximum): "composites are nested deeper than \(maximum)"
    case .characterClassOnBinary: "a character class needs a text encoding"
    case .mtiNotFourCharacters: "a message type indicator has four digits"
    case .tertiaryElementNotOutsideFirstBitmaps:
      "the third bitmap stands in an element of 8 bytes that the first or second bitmap announces"
    case .restInsideTagged: "a tagged subfield needs a length of its own"
    case .oddHexadecimalLength: "a fixed number of hexadecimal digits must be even"
    case .paddingOnBinary: "padding is a character, and this encoding holds bytes"
    case .paddingNotHeld: "the encoding or the class of the field does not have this character"
    case .restBeforeAnother: "what takes all that is left can only be the last"
    case .subfieldsNotTheirContainer(let sum, let room):
      "the subfields fill \(sum) and the fixed field around them has \(room)"
    }
  }
}
