import ISO8583

/// What an issuer decides, before an edition's code says it.
enum Outcome: UInt8, CaseIterable {
  case approved, declined, funds, wrongPIN, pinTriesUsedUp, expired, unknownCard
  case lost, stolen, fraudulentData, suspectedFraud, overLimit, overFrequency, notPermitted
  case badVerification, securityViolation, duplicate, inoperative, malfunction, adviceTaken
  case reversed

  /// DE 39, as DOMAIN's table of decisions and the editions' lists of codes have it.
  func code(_ edition: MessageSpec.Edition) -> (number: UInt64, width: Int) {
    switch edition {
    case .byMessage, .iso1987: (code1987, 2)
    case .iso1993: (code1993, 3)
    case .iso2003: (code2003, 4)
    }
  }

  private var code1987: UInt64 {
    switch self {
    case .approved, .adviceTaken, .reversed: 0
    case .declined, .badVerification: 5
    case .funds: 51
    case .wrongPIN: 55
    case .pinTriesUsedUp: 75
    case .expired: 54
    case .unknownCard: 14
    case .lost: 41
    case .stolen: 43
    case .fraudulentData, .suspectedFraud: 59
    case .overLimit: 61
    case .overFrequency: 65
    case .notPermitted: 57
    case .securityViolation: 63
    case .duplicate: 94
    case .inoperative: 91
    case .malfunction: 96
    }
  }

  private var code1993: UInt64 {
    switch self {
    case .approved: 0
    case .declined, .badVerification: 100
    case .funds: 116
    case .wrongPIN: 117
    case .pinTriesUsedUp: 106
    case .expired: 101
    case .unknownCard: 111
    case .lost: 208
    case .stolen: 209
    case .fraudulentData, .suspectedFraud: 102
    case .overLimit: 121
    case .overFrequency: 123
    case .notPermitted: 119
    case .securityViolation: 916
    case .duplicate: 913
    case .inoperative: 907
    case .malfunction: 909
    case .adviceTaken: 901
    case .reversed: 400
    }
  }

  /// Where the form of 2003 is not the one of 1993 with a thousand more for its class.
  private var code2003: UInt64 {
    switch self {
    case .approved: 0
    case .badVerification: 1_045
    case .funds: 1_016
    case .wrongPIN: 1_017
    case .pinTriesUsedUp: 1_006
    case .overLimit: 1_021
    case .overFrequency: 1_023
    case .notPermitted: 1_019
    case .unknownCard: 1_011
    case .declined: 1_000
    case .expired: 1_001
    case .fraudulentData, .suspectedFraud: 1_002
    case .lost: 2_008
    case .stolen: 2_009
    case .reversed: 4_000
    case .securityViolation: 9_016
    case .duplicate: 9_013
    case .inoperative: 9_007
    case .malfunction: 9_009
    case .adviceTaken: 9_001
    }
  }
}
