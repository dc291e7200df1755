import CardCore
import Testing

struct MTITests {
  /// One row for each line of the decisions in DESIGN, section 3, and in `MTITable`.
  @Test(
    arguments: [
      ("0100", .authorization, .request), ("0101", .authorization, .repeat),
      ("0110", .authorization, .answer), ("0120", .authorization, .advice),
      ("0121", .authorization, .repeat), ("0130", .authorization, .adviceAnswer),
      ("0200", .financial, .request), ("0201", .financial, .repeat), ("0210", .financial, .answer),
      ("0220", .completion, .advice), ("0221", .completion, .repeat),
      ("0230", .completion, .adviceAnswer), ("1220", .completion, .advice),
      ("2220", .completion, .advice), ("0302", .fileAction, .request),
      ("0312", .fileAction, .answer), ("1304", .fileAction, .request),
      ("1314", .fileAction, .answer), ("2304", .fileAction, .request),
      ("0400", .reversal, .request), ("0410", .reversal, .answer), ("0420", .reversal, .advice),
      ("0421", .reversal, .repeat), ("0430", .reversal, .adviceAnswer),
      ("0402", .chargeback, .request), ("0422", .chargeback, .advice),
      ("1420", .reversal, .advice), ("1440", .reversal, .notification),
      ("1442", .chargeback, .notification), ("1422", .chargeback, .advice),
      ("1240", .presentment, .notification), ("2240", .presentment, .notification),
      ("0500", .reconciliation, .request), ("0520", .reconciliation, .advice),
      ("1644", .administrative, .notification), ("0620", .administrative, .advice),
      ("1740", .fee, .notification), ("2740", .fee, .notification), ("1720", .fee, .advice),
      ("0800", .network, .request), ("0810", .network, .answer), ("0820", .network, .advice),
      ("1804", .network, .request), ("2800", .network, .request),
      ("2150", .authorization, .adviceAnswer),
    ] as [(String, TransactionKind, TransactionPhase)])
  func `says what a message is`(text: String, kind: TransactionKind, phase: TransactionPhase) {
    #expect(MTI(text)?.kind == kind)
    #expect(MTI(text)?.phase == phase)
  }

  @Test(arguments: [
    "0000", "0900", "0140", "0240", "0700", "1150", "0190", "3100", "7800", "8100", "9100", "0106",
    "2105", "1160", "2160",
  ])
  func `says nothing of what its version leaves open`(text: String) {
    #expect(MTI(text)?.kind == nil)
    #expect(MTI(text)?.answer == nil)
    #expect(MTI(text)?.isTransaction == false)
  }

  @Test(
    arguments: [
      ("0100", "0110"), ("0101", "0110"), ("0102", "0112"), ("0103", "0112"), ("0120", "0130"),
      ("0121", "0130"), ("0200", "0210"), ("0302", "0312"), ("1304", "1314"), ("0400", "0410"),
      ("0420", "0430"), ("0421", "0430"), ("0800", "0810"), ("2100", "2110"), ("1804", "1814"),
      ("1805", "1814"), ("0110", nil), ("0130", nil), ("1240", nil), ("1442", nil), ("1644", nil),
    ] as [(String, String?)])
  func `knows the message that answers it`(text: String, answer: String?) {
    #expect(MTI(text)?.answer?.text == answer)
  }

  @Test(
    arguments: [
      ("0101", "0100"), ("0121", "0120"), ("0103", "0102"), ("0421", "0420"), ("1241", "1240"),
      ("0100", nil), ("0110", nil), ("0111", nil), ("9101", nil),
    ] as [(String, String?)])
  func `knows the message it repeats`(text: String, original: String?) {
    #expect(MTI(text)?.repeatOf?.text == original)
    #expect(MTI(text)?.isRepeat == (original != nil))
  }

  @Test func `counts classes 1 and 2 as transactions`() {
    #expect(["0100", "0210", "1240", "2220", "0130"].allSatisfy { MTI($0)?.isTransaction == true })
    #expect(
      ["0400", "0302", "1442", "1644", "0800"].allSatisfy { MTI($0)?.isTransaction == false })
  }

  @Test func `tells a request from an advice, repeated or not`() {
    #expect(["0100", "0101", "0400", "2102"].allSatisfy { MTI($0)?.isRequest == true })
    #expect(["0110", "0120", "0121", "1240"].allSatisfy { MTI($0)?.isRequest == false })
    #expect(["0120", "0121", "0420", "1422"].allSatisfy { MTI($0)?.isAdvice == true })
    #expect(["0100", "0101", "0130", "1240"].allSatisfy { MTI($0)?.isAdvice == false })
  }

  @Test func `every answer is an answer of the same kind, and needs none itself`() {
    for number in 0...9999 {
      guard let mti = MTI(number), let answer = mti.answer else { continue }
      #expect(answer.kind == mti.kind)
      #expect(answer.phase == (mti.isAdvice ? .adviceAnswer : .answer))
      #expect(answer.answer == nil)
      #expect(mti.isRequest || mti.isAdvice)
      #expect(mti.repeatOf.map { $0.answer == answer } ?? true)
    }
  }

  @Test func `is four digits and nothing else`() {
    #expect(MTI("0800")?.text == "0800")
    #expect(MTI("0800")?.version == .iso1987)
    #expect(MTI("9812")?.version == .private)
    #expect(MTI("3812")?.version == nil)
    #expect(MTI("1234").map { [$0.messageClass, $0.function, $0.origin] } == [2, 3, 4])
    for text in ["", "080", "08000", "08O0", "-800", " 800", "０800"] { #expect(MTI(text) == nil) }
    #expect(MTI(10_000) == nil)
    #expect(MTI(-1) == nil)
  }

  @Test func `names of kinds and phases are their own and read back`() {
    for kind in TransactionKind.allCases { #expect(TransactionKind(name: kind.name) == kind) }
    for phase in TransactionPhase.allCases { #expect(TransactionPhase(name: phase.name) == phase) }
    #expect(TransactionKind(name: "Authorization") == nil)
    #expect(TransactionPhase(name: "") == nil)
    #expect(TransactionKind.allCases.map(\.rawValue) == Array(1...11))
    #expect(TransactionPhase.allCases.map(\.rawValue) == Array(1...6))
  }
}
