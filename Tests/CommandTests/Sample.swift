import Testing

/// The sample messages that the tests of commands share, as `TestVectors/messages` holds them.
struct Sample: Sendable, CustomTestStringConvertible {
  let file: String
  let spec: String

  var path: String { "TestVectors/messages/\(file).hex" }
  var testDescription: String { file }

  static let authorization = Sample(file: "authorization-1987-ascii", spec: "iso8583-1987-ascii")
  static let financial = Sample(file: "financial-1987-binary", spec: "iso8583-1987-binary")
  static let answers = Sample(file: "answers-1987-ascii", spec: "iso8583-1987-ascii")
  static let truncated = Sample(file: "truncated-1987-ascii", spec: "iso8583-1987-ascii")
  static let all = [
    authorization, financial, answers, truncated,
    Sample(file: "authorization-1987-ascii-hex", spec: "iso8583-1987-ascii-hex"),
  ]
}
