/// A data element by its number in the bitmap, such as ``responseCode`` (DE 39).
public struct DataElement: RawRepresentable, Hashable, Sendable, BitwiseCopyable, Comparable {
  /// From 1; 0 is the message type indicator.
  public let rawValue: Int

  @inlinable
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// What `edition` calls the element, such as `response code`.
  ///
  /// - Returns: The name of 1987 where each message tells its own edition; `undefined` for a number
  ///   that the
  ///   standard does not have.
  public func name(in edition: MessageSpec.Edition) -> String {
    DataElementTable.rows(edition)[rawValue]?.name ?? "undefined"
  }

  /// The name in French, as ``name(in:)`` gives the English one; `indéfini` for a number that the
  /// standard does not have.
  public func frenchName(in edition: MessageSpec.Edition) -> String {
    DataElementTable.frenchNames[name(in: edition)] ?? "indéfini"
  }
}

extension DataElement: CustomStringConvertible {
  /// The number with the name of 1987, such as `DE 39 (response code)`.
  public var description: String {
    guard let row = DataElementTable.rows(.iso1987)[rawValue] else { return "DE \(rawValue)" }
    return "DE \(rawValue) (\(row.name))"
  }
}

/// Names of the elements in most editions. Where 1993 or 2003 put something else at the same
/// number, ``name(in:)`` tells; what they added is at the end.
extension DataElement {
  /// The card's number (PAN).
  public static let pan = Self(rawValue: 2)
  /// What is asked for, and from which account to which.
  public static let processingCode = Self(rawValue: 3)
  /// In the currency of the transaction, in its minor unit.
  public static let transactionAmount = Self(rawValue: 4)
  /// What institutions settle among themselves, in their currency.
  public static let settlementAmount = Self(rawValue: 5)
  /// What the cardholder's account is charged, in its currency.
  public static let billingAmount = Self(rawValue: 6)
  /// Month, day and time (UTC) at which the sender sent the message.
  public static let transmissionDateTime = Self(rawValue: 7)
  /// What the issuer charges the cardholder on top.
  public static let billingFee = Self(rawValue: 8)
  /// From the transaction amount to the settlement amount.
  public static let settlementRate = Self(rawValue: 9)
  /// From the transaction amount to the billing amount.
  public static let billingRate = Self(rawValue: 10)
  /// The systems trace audit number (STAN).
  public static let stan = Self(rawValue: 11)
  /// Date and time from 1993 on.
  public static let localTime = Self(rawValue: 12)
  /// The effective date from 1993 on.
  public static let localDate = Self(rawValue: 13)
  /// Year and month after which the card is expired.
  public static let expirationDate = Self(rawValue: 14)
  /// Day on which institutions settle.
  public static let settlementDate = Self(rawValue: 15)
  /// Day of the conversion rates.
  public static let conversionDate = Self(rawValue: 16)
  /// Day on which the acquirer took the transaction in.
  public static let captureDate = Self(rawValue: 17)
  /// The merchant category code (MCC).
  public static let merchantType = Self(rawValue: 18)
  /// The acquirer's country, ISO 3166 numeric.
  public static let acquirerCountry = Self(rawValue: 19)
  /// The issuer's country where the PAN does not tell it.
  public static let panCountry = Self(rawValue: 20)
  /// The forwarding institution's country.
  public static let forwarderCountry = Self(rawValue: 21)
  /// The point of service data code from 1993 on.
  public static let posEntryMode = Self(rawValue: 22)
  /// Tells apart cards of the same PAN.
  public static let panSequenceNumber = Self(rawValue: 23)
  /// The network to route to, in 1987.
  public static let networkInternationalID = Self(rawValue: 24)
  /// Under which conditions the card is accepted, in 1987.
  public static let posConditionCode = Self(rawValue: 25)
  /// How many PIN digits the terminal can take, in 1987.
  public static let pinCaptureCode = Self(rawValue: 26)
  /// How long an authorization code the acquirer can take.
  public static let authorizationCodeLength = Self(rawValue: 27)
  /// The acquirer's fee for the transaction, credit or debit, in 1987.
  public static let transactionFee = Self(rawValue: 28)
  /// The same fee in the currency of settlement, in 1987.
  public static let settlementFee = Self(rawValue: 29)
  /// A fee for handling, credit or debit, in 1987.
  public static let transactionProcessingFee = Self(rawValue: 30)
  /// The same fee in the currency of settlement, in 1987.
  public static let settlementProcessingFee = Self(rawValue: 31)
  /// The institution that acquires the transaction.
  public static let acquirerID = Self(rawValue: 32)
  /// The institution that sends the message on.
  public static let forwarderID = Self(rawValue: 33)
  /// A card number that does not fit 19 digits.
  public static let extendedPAN = Self(rawValue: 34)
  /// Track 2 of the stripe, or its equivalent on the chip.
  public static let track2 = Self(rawValue: 35)
  /// Track 3 of the stripe.
  public static let track3 = Self(rawValue: 36)
  /// The retrieval reference number (RRN).
  public static let rrn = Self(rawValue: 37)
  /// What the issuer gives an approval to be known by.
  public static let authorizationCode = Self(rawValue: 38)
  /// The action code from 1993 on.
  public static let responseCode = Self(rawValue: 39)
  /// The card's service code; service restriction code in 1987.
  public static let serviceCode = Self(rawValue: 40)
  /// The terminal, as its acquirer calls it.
  public static let terminalID = Self(rawValue: 41)
  /// The merchant, as its acquirer calls it.
  public static let merchantID = Self(rawValue: 42)
  /// Where the cardholder sees the transaction took place.
  public static let merchantNameLocation = Self(rawValue: 43)
  /// What else the answer says, such as the element that was refused.
  public static let additionalResponseData = Self(rawValue: 44)
  /// Track 1 of the stripe.
  public static let track1 = Self(rawValue: 45)
  /// Left to ISO in 1987, amounts of fees from 1993 on.
  public static let additionalDataISO = Self(rawValue: 46)
  /// Left to national standards.
  public static let additionalDataNational = Self(rawValue: 47)
  /// Left to agreements between parties.
  public static let additionalDataPrivate = Self(rawValue: 48)
  /// The currency of the transaction amount, ISO 4217.
  public static let transactionCurrency = Self(rawValue: 49)
  /// The currency of settlement.
  public static let settlementCurrency = Self(rawValue: 50)
  /// The currency of the cardholder's account.
  public static let billingCurrency = Self(rawValue: 51)
  /// The enciphered PIN block.
  public static let pinBlock = Self(rawValue: 52)
  /// Which keys and formats protect the PIN and the message.
  public static let securityControl = Self(rawValue: 53)
  /// Balances, cash back and the like, up to six.
  public static let additionalAmounts = Self(rawValue: 54)
  /// What the chip and the issuer say to each other, in BER-TLV.
  public static let iccData = Self(rawValue: 55)
  /// The message authentication code (MAC) of a message without second bitmap; ``secondMAC``
  /// otherwise.
  public static let mac = Self(rawValue: 64)

  /// Whether totals agree, in 1987.
  public static let settlementCode = Self(rawValue: 66)
  /// The number of months over which the cardholder pays.
  public static let extendedPaymentCode = Self(rawValue: 67)
  /// The receiving institution's country.
  public static let receiverCountry = Self(rawValue: 68)
  /// The settlement institution's country.
  public static let settlementInstitutionCountry = Self(rawValue: 69)
  /// Log-on, log-off, echo test, change of key and the like, in 1987.
  public static let networkManagementCode = Self(rawValue: 70)
  /// The number of the message in its file or series.
  public static let messageNumber = Self(rawValue: 71)
  /// The number of the last message of the series, in 1987.
  public static let lastMessageNumber = Self(rawValue: 72)
  /// Day on which the action asked for takes effect.
  public static let actionDate = Self(rawValue: 73)
  /// Credits in a reconciliation.
  public static let creditCount = Self(rawValue: 74)
  /// Reversed credits in a reconciliation.
  public static let reversedCreditCount = Self(rawValue: 75)
  /// Debits in a reconciliation.
  public static let debitCount = Self(rawValue: 76)
  /// Reversed debits in a reconciliation.
  public static let reversedDebitCount = Self(rawValue: 77)
  /// Transfers in a reconciliation.
  public static let transferCount = Self(rawValue: 78)
  /// Reversed transfers in a reconciliation.
  public static let reversedTransferCount = Self(rawValue: 79)
  /// Inquiries in a reconciliation.
  public static let inquiryCount = Self(rawValue: 80)
  /// Authorizations in a reconciliation.
  public static let authorizationCount = Self(rawValue: 81)
  /// Sum of the processing fees of credits, in 1987.
  public static let creditProcessingFee = Self(rawValue: 82)
  /// Sum of the transaction fees of credits, in 1987.
  public static let creditTransactionFee = Self(rawValue: 83)
  /// Sum of the processing fees of debits, in 1987.
  public static let debitProcessingFee = Self(rawValue: 84)
  /// Sum of the transaction fees of debits, in 1987.
  public static let debitTransactionFee = Self(rawValue: 85)
  /// Sum of the credits.
  public static let creditAmount = Self(rawValue: 86)
  /// Sum of the reversed credits.
  public static let reversedCreditAmount = Self(rawValue: 87)
  /// Sum of the debits.
  public static let debitAmount = Self(rawValue: 88)
  /// Sum of the reversed debits.
  public static let reversedDebitAmount = Self(rawValue: 89)
  /// Of the message that a reversal takes back; ``originalReference`` from 1993 on.
  public static let originalDataElements = Self(rawValue: 90)
  /// What to do to a record of a file, in 1987.
  public static let fileUpdateCode = Self(rawValue: 91)
  /// The right to do it, in 1987.
  public static let fileSecurityCode = Self(rawValue: 92)
  /// What the update of a file came to, in 1987.
  public static let responseIndicator = Self(rawValue: 93)
  /// Which services are asked for, in 1987.
  public static let serviceIndicator = Self(rawValue: 94)
  /// What remains of the amounts after a partial reversal, in 1987.
  public static let replacementAmounts = Self(rawValue: 95)
  /// A check on the right to manage the network, in 1987.
  public static let messageSecurityCode = Self(rawValue: 96)
  /// Credits less debits, with their sign.
  public static let netSettlementAmount = Self(rawValue: 97)
  /// Who is paid.
  public static let payee = Self(rawValue: 98)
  /// The institution that settles.
  public static let settlementInstitutionID = Self(rawValue: 99)
  /// The institution that the message is for.
  public static let receiverID = Self(rawValue: 100)
  /// The file that an action concerns.
  public static let fileName = Self(rawValue: 101)
  /// The account debited.
  public static let accountID1 = Self(rawValue: 102)
  /// The account credited.
  public static let accountID2 = Self(rawValue: 103)
  /// The transaction in words.
  public static let transactionDescription = Self(rawValue: 104)
  /// The message authentication code of a message with a second bitmap.
  public static let secondMAC = Self(rawValue: 128)
}

/// What 1993 and 2003 put in the place of something else.
extension DataElement {
  /// What exactly the message is for, such as a pre-authorization.
  public static let functionCode = Self(rawValue: 24)
  /// Why the message was sent.
  public static let messageReasonCode = Self(rawValue: 25)
  /// The card acceptor business code of 1993, the merchant category code of 2003.
  public static let merchantCategoryCode = Self(rawValue: 26)
  /// Day whose totals are compared.
  public static let reconciliationDate = Self(rawValue: 28)
  /// The amounts of the message that this one corrects.
  public static let originalAmounts = Self(rawValue: 30)
  /// The acquirer's name for the transaction, kept for disputes.
  public static let acquirerReference = Self(rawValue: 31)
  /// Original data elements of 1993 and 2003.
  public static let originalReference = Self(rawValue: 56)
  /// The institution that answered in the place of the issuer.
  public static let authorizingAgentID = Self(rawValue: 58)
  /// Handed back unchanged in the answer.
  public static let transportData = Self(rawValue: 59)
  /// A record of a file, or free text.
  public static let dataRecord = Self(rawValue: 72)
  /// The institution where the transaction ends.
  public static let destinationID = Self(rawValue: 93)
  /// The institution where the transaction began.
  public static let originatorID = Self(rawValue: 94)
  /// The issuer's name for the transaction.
  public static let issuerReference = Self(rawValue: 95)
}
