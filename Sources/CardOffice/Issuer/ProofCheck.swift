internal import CardCore
internal import CardRegistry
internal import PaymentCrypto

/// Checks what a message proves against a card.
struct ProofCheck {
  let message: IssuerMessage
  let keys: IssuerKeys
  let settings: IssuerSettings

  func evidence(for card: AuthorizationCase) -> AuthorizationEvidence {
    var evidence = AuthorizationEvidence()
    let verdicts: [(IssuerSettings.Proof, Verdict?)] = [
      (.pin, pin(card)), (.verificationValue, verificationValue(card)), (.cryptogram, cryptogram),
    ]
    for (proof, verdict) in verdicts {
      switch verdict {
      case nil: break
      case .unknown: evidence.isUnverifiable = evidence.isUnverifiable || isNeeded(proof)
      case .holds: evidence.set(proof, true)
      case .fails: evidence.set(proof, false)
      }
    }
    evidence.isPINVerifiedByChip = message.chip?.isPINVerified ?? false
    return evidence
  }

  private func isNeeded(_ proof: IssuerSettings.Proof) -> Bool {
    !settings.unchecked.contains(proof)
  }

  /// Of all formats that the key has, one must hold; which one failed how is not told apart.
  private func pin(_ card: AuthorizationCase) -> Verdict? {
    guard card.isPINChecked, let block = message.pinBlock else { return nil }
    guard let verifiers = keys.pins[card.product.pinMethod], !verifiers.isEmpty else {
      return .unknown
    }
    let reference = Array(card.pinReference.utf8)
    var isRight = false
    for verifier in verifiers {
      let verdict = verifier.verify(
        pinBlock: block.span, pan: message.pan, reference: reference.span)
      if verdict == .unknown { return .unknown }
      isRight = isRight || verdict == .holds
    }
    return isRight ? .holds : .fails
  }

  private var cryptogram: Verdict? {
    guard let proof = message.chip else { return nil }
    guard proof.isRequest else { return .fails }
    guard let issuer = keys.chip, let inputs = proof.inputs else { return .unknown }
    return issuer.verify(
      proof.cryptogram, over: inputs, pan: message.pan,
      sequenceNumber: message.sequenceNumber ?? 0)
  }

  // MARK: - Card verification values

  /// The value of the track, by how it was read, and the one that is printed on the card.
  private func verificationValue(_ card: AuthorizationCase) -> Verdict? {
    let verdicts = [trackValue(card), printedValue(card)].compactMap(\.self)
    if verdicts.contains(.fails) { return .fails }
    return verdicts.contains(.unknown) ? .unknown : verdicts.first
  }

  private func trackValue(_ card: AuthorizationCase) -> Verdict? {
    let isChip: Bool
    switch message.transaction.entryMode {
    case .magstripe, .magstripeFallback: isChip = false
    case .chip, .contactlessChip, .contactlessMagstripe: isChip = true
    default: return nil
    }
    guard let key = keys.verification else { return isChip ? nil : .unknown }
    let year = Int(card.card.key.expiry.year)
    guard let track = try? Track2(parsing: message.track.span, near: year),
      let code = track.serviceCode
    else { return isChip ? nil : .fails }
    let offset = settings.verificationValueOffset
    return track.discretionaryData.withBytes { data in
      // The data of a chip need not have one: its cryptogram is the proof.
      guard data.count >= offset + 3 else { return isChip ? nil : .fails }
      let expiry = card.card.key.expiry
      return key.verify(
        data.extracting(offset..<offset + 3),
        of: isChip
          ? .chip(message.pan, expiry: expiry)
          : .stripe(message.pan, expiry: expiry, serviceCode: code))
    }
  }

  private func printedValue(_ card: AuthorizationCase) -> Verdict? {
    guard let value = message.printedValue else { return nil }
    guard let key = keys.verification else { return .unknown }
    return key.verify(
      value.span,
      of: .printed(
        message.pan, expiry: card.card.key.expiry,
        isMonthFirst: card.product.cvv2DateOrder == .mmyy))
  }
}

extension AuthorizationEvidence {
  fileprivate mutating func set(_ proof: IssuerSettings.Proof, _ isRight: Bool) {
    switch proof {
    case .pin: isPINRight = isRight
    case .verificationValue: isVerificationValueRight = isRight
    case .cryptogram: isCryptogramRight = isRight
    case .mac: break
    }
  }
}
