import CardCore
import TestSupport
import Testing
import VectorCheck

/// The rules of the crypto schema, told with operations that need no key.
@Suite struct CryptoCasesTests {
  private func report(_ cases: String, operation: String = "") throws -> VectorFileReport {
    let text = #"{"operations":{},"cases":[\#(cases)]}"#
    return try VectorRunner().run(Array(text.utf8), file: "f", operation: operation)
  }

  private func verdict(_ item: String) throws -> VectorOutcome.Verdict? {
    try report(item).outcomes.first?.verdict
  }

  @Test func `a case holds by its outputs, and a difference shows both`() throws {
    let good = #"{"id":"1","operation":"luhn.checkDigit","inputs":{"digits":"7992739871"},"#
    #expect(try verdict(good + #""expected":{"checkDigit":"3"}}"#) == .passed)
    #expect(
      try verdict(good + #""expected":{"checkDigit":"4"}}"#)
        == .failed(expected: "checkDigit 4", got: "checkDigit 3"))
    #expect(
      try verdict(good + #""expected":{"checkDigit":"3","sum":67}}"#)
        == .failed(expected: "sum 67", got: "no other output"))
    #expect(
      try verdict(good + #""expected":{}}"#)
        == .failed(expected: "no other output", got: "checkDigit 3"))
  }

  @Test func `an unknown operation fails and is never skipped`() throws {
    let item = #"{"id":"1","operation":"luhn.tomorrow","inputs":{},"expected":{}}"#
    #expect(
      try verdict(item) == .failed(expected: "a known operation", got: "operation not known"))
  }

  @Test func `a refusal holds by its class or an equivalent one`() throws {
    let item = #"{"id":"1","operation":"luhn.validate","inputs":{"pan":"4a"},"#
    #expect(try verdict(item + #""expectedError":"invalidDigits"}"#) == .passed)
    #expect(try verdict(item + #""expectedError":"invalidRange"}"#) == .passed)
    #expect(
      try verdict(item + #""expectedError":"weakKey"}"#)
        == .failed(expected: "error weakKey", got: "error invalidDigits"))
    #expect(
      try verdict(item + #""expected":{"valid":true}}"#)
        == .failed(expected: "valid true", got: "error invalidDigits"))
  }

  @Test func `a file may name other equivalent classes than the contract`() throws {
    let text = #"""
      {"schema":{"errorEquivalence":[["weakKey","invalidDigits"]]},"operations":{},"cases":[
       {"id":"1","operation":"luhn.validate","inputs":{"pan":"a"},"expectedError":"weakKey"},
       {"id":"2","operation":"luhn.validate","inputs":{"pan":"a"},"expectedError":"invalidRange"}]}
      """#
    let report = try VectorRunner().run(Array(text.utf8), file: "f")
    #expect(report.failures.map(\.id) == ["2"])
  }

  @Test func `a result where a refusal is expected fails`() throws {
    let item = #"{"id":"1","operation":"luhn.validate","inputs":{"pan":"18"},"#
    #expect(
      try verdict(item + #""expectedError":"invalidDigits"}"#)
        == .failed(expected: "error invalidDigits", got: "a result"))
  }

  @Test func `a missing input and one of another type are named`() throws {
    let missing = #"{"id":"1","operation":"luhn.validate","inputs":{},"expected":{"valid":true}}"#
    #expect(
      try verdict(missing) == .failed(expected: "valid true", got: "inputs.pan: not a text"))
    let number = #"{"id":"1","operation":"luhn.validate","inputs":{"pan":1},"expectedError":"x"}"#
    #expect(try verdict(number) == .failed(expected: "error x", got: "inputs.pan: not a text"))
  }

  @Test func `a case of neither form, or of both, fails`() throws {
    let neither = #"{"id":"1","operation":"luhn.validate","inputs":{"pan":"18"}}"#
    let failure = VectorOutcome.Verdict.failed(
      expected: "either expected or expectedError", got: "another form")
    #expect(try verdict(neither) == failure)
    let both = neither.dropLast() + #","expected":{"valid":true},"expectedError":"weakKey"}"#
    #expect(try verdict(String(both)) == failure)
  }

  @Test func `a policy case that does not hold is counted apart`() throws {
    let report = try report(
      #"{"id":"1","operation":"x","inputs":{},"expected":{},"policy":true}"#)
    #expect(report.failures.isEmpty)
    #expect(report.policyFailed == 1)
  }

  @Test func `only the operations that are asked for run`() throws {
    let items = #"""
      {"id":"1","operation":"luhn.validate","inputs":{"pan":"18"},"expected":{"valid":true}},
      {"id":"2","operation":"tlv.decode","inputs":{"data":""},"expected":{"tlv":[]}}
      """#
    #expect(try report(items, operation: "tlv").outcomes.map(\.id) == ["2"])
  }

  @Test func `a file without ids or with wrong equivalences cannot be run`() {
    #expect(throws: VectorFileError(.malformed(path: "cases.0", expected: "id and operation"))) {
      try report("{}")
    }
    let text = #"{"schema":{"errorEquivalence":7},"operations":{},"cases":[]}"#
    #expect(throws: VectorFileError.self) { try VectorRunner().run(Array(text.utf8), file: "f") }
  }

  @Test func `members of an object compare in any order, elements of an array in theirs`() throws {
    let item = #"{"id":"1","operation":"tlv.decode","inputs":{"data":"9C01005A0112"},"#
    let first = #"{"value":"00","tag":"9C"}"#
    let second = #"{"tag":"5A","value":"12"}"#
    #expect(try verdict(item + #""expected":{"tlv":[\#(first),\#(second)]}}"#) == .passed)
    #expect(try verdict(item + #""expected":{"tlv":[\#(second),\#(first)]}}"#) != .passed)
  }

  @Test func `a report shows what is enciphered, and no clear PIN`() throws {
    let pin = #"{"id":"1","operation":"pin.decode.iso2","inputs":{"pinBlock":"241234FFFFFFFFFF"},"#
    #expect(
      try verdict(pin + #""expected":{"pin":"4321"}}"#)
        == .failed(expected: "pin of 4 characters", got: "pin of 4 characters"))
    let block =
      #"{"id":"1","operation":"pin.encrypt","inputs":{"format":0,"pin":"1234","#
      + #""key":"0123456789ABCDEFFEDCBA9876543210","pan":"43219876543210987","fill":""},"#
    guard
      case .failed("pinBlock 00", let got)? = try verdict(
        block + #""expected":{"pinBlock":"00"}}"#)
    else {
      Issue.record("the block is shown")
      return
    }
    #expect(got.utf8.count == "pinBlock ".utf8.count + 16)
  }

  @Test func `nesting that would use up the stack is refused`() throws {
    let deep = String(repeating: "7080", count: 5_000)
    let nested = (0..<200).reduce("") { inner, _ in
      let count = inner.utf8.count / 2
      let length =
        count < 128 ? hex([UInt8(count)]) : hex([0x82, UInt8(count >> 8), UInt8(count & 0xFF)])
      return "70" + length + inner
    }
    for data in [deep, nested] {
      let item = #"{"id":"1","operation":"tlv.decode","inputs":{"data":"\#(data)"},"#
      #expect(try verdict(item + #""expectedError":"tlvMalformed"}"#) == .passed)
    }
  }

  @Test func `every operation has a name of its own`() {
    let names = CryptoOperations.all.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
