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
  public static let processingCode = Self(rawValue: 3)
  public static let transactionAmount = Self(rawValue: 4)
  public static let settlementAmount = Self(rawValue: 5)
  public static let billingAmount = Self(rawValue: 6)
  public static let transmissionDateTime = Self(rawValue: 7)
  public static let billingFee = Self(rawValue: 8)
  public static let settlementRate = Self(rawValue: 9)
  public static let billingRate = Self(rawValue: 10)
  /// The systems trace audit number (STAN).
  public static let stan = Self(rawValue: 11)
  /// Date and time from 1993 on.
  public static let localTime = Self(rawValue: 12)
  /// The effective date from 1993 on.
  public static let localDate = Self(rawValue: 13)
  public static let expirationDate = Self(rawValue: 14)
  public static let settlementDate = Self(rawValue: 15)
  public static let conversionDate = Self(rawValue: 16)
  public static let captureDate = Self(rawValue: 17)
  public static let merchantType = Self(rawValue: 18)
  public static let acquirerCountry = Self(rawValue: 19)
  public static let panCountry = Self(rawValue: 20)
  public static let forwarderCountry = Self(rawValue: 21)
  /// The point of service data code from 1993 on.
  public static let posEntryMode = Self(rawValue: 22)
  public static let panSequenceNumber = Self(rawValue: 23)
  public static let networkInternationalID = Self(rawValue: 24)
  public static let posConditionCode = Self(rawValue: 25)
  public static let pinCaptureCode = Self(rawValue: 26)
  public static let authorizationCodeLength = Self(rawValue: 27)
  public static let transactionFee = Self(rawValue: 28)
  public static let settlementFee = Self(rawValue: 29)
  public static let transactionProcessingFee = Self(rawValue: 30)
  public static let settlementProcessingFee = Self(rawValue: 31)
  public static let acquirerID = Self(rawValue: 32)
  public static let forwarderID = Self(rawValue: 33)
  public static let extendedPAN = Self(rawValue: 34)
  public static let track2 = Self(rawValue: 35)
  public static let track3 = Self(rawValue: 36)
  /// The retrieval reference number (RRN).
  public static let rrn = Self(rawValue: 37)
  public static let authorizationCode = Self(rawValue: 38)
  /// The action code from 1993 on.
  public static let responseCode = Self(rawValue: 39)
  public static let serviceCode = Self(rawValue: 40)
  public static let terminalID = Self(rawValue: 41)
  public static let merchantID = Self(rawValue: 42)
  public static let merchantNameLocation = Self(rawValue: 43)
  public static let additionalResponseData = Self(rawValue: 44)
  public static let track1 = Self(rawValue: 45)
  public static let additionalDataISO = Self(rawValue: 46)
  public static let additionalDataNational = Self(rawValue: 47)
  public static let additionalDataPrivate = Self(rawValue: 48)
  public static let transactionCurrency = Self(rawValue: 49)
  public static let settlementCurrency = Self(rawValue: 50)
  public static let billingCurrency = Self(rawValue: 51)
  public static let pinBlock = Self(rawValue: 52)
  public static let securityControl = Self(rawValue: 53)
  public static let additionalAmounts = Self(rawValue: 54)
  /// What the chip and the issuer say to each other, in BER-TLV.
  public static let iccData = Self(rawValue: 55)
  /// The message authentication code (MAC) of a message without second bitmap; ``secondMAC``
  /// otherwise.
  public static let mac = Self(rawValue: 64)

  public static let settlementCode = Self(rawValue: 66)
  public static let extendedPaymentCode = Self(rawValue: 67)
  public static let receiverCountry = Self(rawValue: 68)
  public static let settlementInstitutionCountry = Self(rawValue: 69)
  public static let networkManagementCode = Self(rawValue: 70)
  public static let messageNumber = Self(rawValue: 71)
  public static let lastMessageNumber = Self(rawValue: 72)
  public static let actionDate = Self(rawValue: 73)
  public static let creditCount = Self(rawValue: 74)
  public static let reversedCreditCount = Self(rawValue: 75)
  public static let debitCount = Self(rawValue: 76)
  public static let reversedDebitCount = Self(rawValue: 77)
  public static let transferCount = Self(rawValue: 78)
  public static let reversedTransferCount = Self(rawValue: 79)
  public static let inquiryCount = Self(rawValue: 80)
  public static let authorizationCount = Self(rawValue: 81)
  public static let creditProcessingFee = Self(rawValue: 82)
  public static let creditTransactionFee = Self(rawValue: 83)
  public static let debitProcessingFee = Self(rawValue: 84)
  public static let debitTransactionFee = Self(rawValue: 85)
  public static let creditAmount = Self(rawValue: 86)
  public static let reversedCreditAmount = Self(rawValue: 87)
  public static let debitAmount = Self(rawValue: 88)
  public static let reversedDebitAmount = Self(rawValue: 89)
  /// Of the message that a reversal takes back; ``originalReference`` from 1993 on.
  public static let originalDataElements = Self(rawValue: 90)
  public static let fileUpdateCode = Self(rawValue: 91)
  public static let fileSecurityCode = Self(rawValue: 92)
  public static let responseIndicator = Self(rawValue: 93)
  public static let serviceIndicator = Self(rawValue: 94)
  public static let replacementAmounts = Self(rawValue: 95)
  public static let messageSecurityCode = Self(rawValue: 96)
  public static let netSettlementAmount = Self(rawValue: 97)
  public static let payee = Self(rawValue: 98)
  public static let settlementInstitutionID = Self(rawValue: 99)
  public static let receiverID = Self(rawValue: 100)
  public static let fileName = Self(rawValue: 101)
  public static let accountID1 = Self(rawValue: 102)
  public static let accountID2 = Self(rawValue: 103)
  public static let transactionDescription = Self(rawValue: 104)
  /// The message authentication code of a message with a second bitmap.
  public static let secondMAC = Self(rawValue: 128)
}

/// What 1993 and 2003 put in the place of something else.
extension DataElement {
  public static let functionCode = Self(rawValue: 24)
  public static let messageReasonCode = Self(rawValue: 25)
  /// The card acceptor business code of 1993, the merchant category code of 2003.
  public static let merchantCategoryCode = Self(rawValue: 26)
  public static let reconciliationDate = Self(rawValue: 28)
  public static let originalAmounts = Self(rawValue: 30)
  public static let acquirerReference = Self(rawValue: 31)
  /// Original data elements of 1993 and 2003.
  public static let originalReference = Self(rawValue: 56)
  public static let authorizingAgentID = Self(rawValue: 58)
  public static let transportData = Self(rawValue: 59)
  public static let dataRecord = Self(rawValue: 72)
  public static let destinationID = Self(rawValue: 93)
  public static let originatorID = Self(rawValue: 94)
  public static let issuerReference = Self(rawValue: 95)
}
