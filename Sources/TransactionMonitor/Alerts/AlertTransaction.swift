public import CardCore

/// What an alert tells of the transaction that it rests on: where it was, what it bought, what
/// became of it. What the message does not say is nil.
public struct AlertTransaction: Sendable, Equatable {
  /// DE 4 in DE 49.
  public var amount: Amount?
  public var terminal: TerminalID?
  public var merchant: MerchantID?
  public var acquirer: AcquirerID?
  /// What the merchant sells.
  public var category: MCC?
  /// Of the terminal.
  public var country: Country?
  public var entryMode: EntryMode
  /// DE 39, in the row of an answer.
  public var responseCode: ResponseCode?

  init(_ transaction: borrowing Transaction) {
    amount = transaction.amount
    terminal = transaction.terminal
    merchant = transaction.merchant
    acquirer = transaction.acquirer
    category = transaction.category
    country = transaction.country
    entryMode = transaction.entryMode
    responseCode = transaction.responseCode
  }

  /// Writes the members that are known, as the member `transaction`.
  func write(to json: inout JSONWriter) {
    json.beginObject("transaction")
    let members: [(String, String?)] = [
      ("amount", amount?.description), ("terminal", terminal?.text), ("merchant", merchant?.text),
      ("acquirer", acquirer?.text), ("mcc", category?.digits),
      ("country", country?.description),
      ("entryMode", entryMode == .unknown ? nil : entryMode.name),
      ("responseCode", responseCode?.text),
    ]
    for case (let name, let value?) in members { json.field(name, value) }
    json.endObject()
  }
}
