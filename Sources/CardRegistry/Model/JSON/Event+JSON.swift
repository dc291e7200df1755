internal import CardCore

extension Event {
  /// The event as a JSON object on one line, for the audit trail.
  public var json: String { JSONWriter.line(write) }

  /// Writes the members of ``json`` into an object that is open.
  func write(to writer: inout JSONWriter) {
    writer.field("event", name)
    writer.optional("card", card?.description)
    if effective != recorded { writer.field("effective", effective.description) }
    writer.field("recorded", recorded.description)
    writeFact(to: &writer)
  }

  private func writeFact(to writer: inout JSONWriter) {
    switch fact {
    case .ordered(let reason, let predecessor):
      writer.field("reason", reason.rawValue)
      writer.optional("predecessor", predecessor?.description)
    case .inherited(let inheritance): inheritance.write(to: &writer)
    case .shipped(let tracking): writer.field("tracking", tracking)
    case .mailReturned(let reason, let due), .blocked(let reason, let due):
      writer.field("reason", reason.rawValue)
      writer.optional("reviewDue", due)
    case .causeLifted(let reason, let isFree):
      writer.field("reason", reason.rawValue)
      writer.field("isFree", isFree)
    case .opposed(let opposition):
      writer.beginObject("opposition")
      opposition.write(to: &writer)
      writer.endObject()
    case .oppositionAggravated(let reason), .oppositionRepeated(let reason),
      .withdrawn(let reason), .closed(let reason), .cancelled(let reason), .captured(let reason):
      writer.field("reason", reason.rawValue)
    case .supportMoved(let support): writer.field("support", support.rawValue)
    case .pinLetterOrdered(let isNewPIN, let number, let due):
      writer.field("isNewPIN", isNewPIN)
      writer.field("letter", number)
      writer.field("due", due.description)
    default: writeNumberFact(to: &writer)
    }
  }

  private func writeNumberFact(to writer: inout JSONWriter) {
    switch fact {
    case .pinTried(let pin): writer.field("pin", pin.description)
    case .paymentOpposed(let reason, let reference):
      writer.field("reason", reason.rawValue)
      writer.field("payment", reference)
    case .recurringRevoked(let scope): writer.field("recurring", scope.description)
    case .limitSet(let override): override.write(to: &writer)
    case .renewalDecided(let policy): writer.field("renewal", policy.description)
    case .standingChanged(let change): writer.field("standing", change.description)
    case .approvalRequested(let verb): writer.field("verb", verb.rawValue)
    default: break
    }
  }
}

extension Effect {
  /// The effect as a JSON object on one line, for the outbox.
  public var json: String {
    JSONWriter.line { writer in
      writer.field("effect", kind.rawValue)
      writer.optional("card", card?.description)
      writer.optional("reason", reason?.rawValue)
      writer.optional("due", due)
    }
  }
}

extension Refusal {
  /// `{"code","state","command","allowed":[…],"message"}` on one line.
  public var json: String {
    JSONWriter.line { writer in
      writer.field("code", code.rawValue)
      writer.key("state")
      if let state { writer.string(state.rawValue) } else { writer.null() }
      writer.field("command", verb.rawValue)
      writer.beginArray("allowed")
      for verb in allowed { writer.string(verb.rawValue) }
      writer.endArray()
      writer.field("message", message)
    }
  }
}
