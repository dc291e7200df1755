import CardCore

@testable import TransactionMonitor

/// Evaluates expressions as they are written, for one event at a time: a tree walk that shares
/// nothing with the columns but the grammar.
struct SlowEvaluator {
  var event: MonitorEvent
  /// What windows and the profile say, by the text that stands for them.
  var given: [String: Value]

  enum Value: Equatable {
    case truth(Bool?)
    case number(Double, Double)
    case code(Int64?)
  }

  /// nil is undecided.
  func truth(_ syntax: Syntax) -> Bool? {
    switch syntax.kind {
    case .all(let parts): return Self.all(parts.map(truth))
    case .any(let parts): return Self.all(parts.map { truth($0).map { !$0 } }).map { !$0 }
    case .not(let inner): return truth(inner).map { !$0 }
    case .call("possibly", let parts): return truth(parts[0]) ?? true
    case .call("known", let parts):
      if case .name(let name) = parts[0].kind, case .code(let code) = value(named: name) {
        return code != nil
      }
      return nil
    case .membership(let value, let items): return membership(value, items)
    case .comparison(let sign, let left, let right): return compare(sign, left, right)
    default:
      guard case .truth(let truth) = value(syntax) else { return nil }
      return truth
    }
  }

  private static func all(_ parts: [Bool?]) -> Bool? {
    if parts.contains(false) { return false }
    return parts.contains(nil) ? nil : true
  }

  private func membership(_ value: Syntax, _ items: [Syntax.Item]) -> Bool? {
    let parts = items.map { item -> Bool? in
      guard let last = item.last else { return compare(.equal, value, item.first) }
      if case .code(let code) = self.value(value) {
        guard case .number(let low) = item.first.kind, case .number(let high) = last.kind else {
          return nil
        }
        return code.map { Double($0) >= Double(low)! && Double($0) <= Double(high)! }
      }
      let isAbove = compare(.greaterOrEqual, value, item.first)
      let isBelow = compare(.lessOrEqual, value, last)
      if case .timeOfDay(let from) = item.first.kind, case .timeOfDay(let to) = last.kind, from > to
      {
        return isAbove == true || isBelow == true
      }
      return Self.all([isAbove, isBelow])
    }
    return Self.all(parts.map { $0.map { !$0 } }).map { !$0 }
  }

  private func compare(_ sign: Comparison, _ left: Syntax, _ right: Syntax) -> Bool? {
    if case .code(let code) = value(left) {
      let other = self.code(right)
      guard let code, let other else { return nil }
      return sign == .equal ? code == other : code != other
    }
    guard case .number(let a, let b) = value(left), case .number(let c, let d) = value(right)
    else { return nil }
    switch sign {
    case .less: return b < c ? true : a >= d ? false : nil
    case .lessOrEqual: return b <= c ? true : a > d ? false : nil
    case .greater: return a > d ? true : b <= c ? false : nil
    case .greaterOrEqual: return a >= d ? true : b < c ? false : nil
    case .equal: return a == b && c == d && a == c ? true : a > d || c > b ? false : nil
    case .notEqual: return compare(.equal, left, right).map { !$0 }
    }
  }

  private func code(_ syntax: Syntax) -> Int64? {
    switch syntax.kind {
    case .number(let digits): Int64(digits)
    case .name(let name):
      if case .code(let code) = value(named: name) {
        code
      } else {
        Country(alphabetic: name).map { Int64($0.numeric) }
          ?? EntryMode(name: name).map { Int64($0.rawValue) }
      }
    default: nil
    }
  }

  // MARK: - Values

  private func value(_ syntax: Syntax) -> Value {
    switch syntax.kind {
    case .number(let digits): return .number(Double(digits)!, Double(digits)!)
    case .quantity(let digits, "%"): return .number(Double(digits)! * 0.01, Double(digits)! * 0.01)
    case .quantity(let digits, "h"):
      return .number(Double(digits)! * 3_600_000, Double(digits)! * 3_600_000)
    case .quantity(let digits, _):
      let minor = (Double(digits)! * 100).rounded()
      return .number(minor, minor)
    case .timeOfDay(let minutes): return .number(Double(minutes) * 60_000, Double(minutes) * 60_000)
    case .name(let name): return value(named: name)
    case .aggregate(let aggregate):
      return given["\(aggregate.operation) \(aggregate.window.digits)"] ?? .truth(nil)
    case .arithmetic(let sign, let left, let right):
      let zero = Value.number(0, 0)
      // What is multiplied by nothing need not be known: no window is kept for it.
      if sign == .times, value(left) == zero || value(right) == zero { return zero }
      guard case .number(let a, let b) = value(left), case .number(let c, let d) = value(right)
      else { return .truth(nil) }
      return Self.calculate(sign, (a, b), (c, d))
    default: return .truth(truth(syntax))
    }
  }

  private static func calculate(
    _ sign: Arithmetic, _ left: (Double, Double), _ right: (Double, Double)
  ) -> Value {
    switch sign {
    case .plus: return .number(left.0 + right.0, left.1 + right.1)
    case .minus: return .number(left.0 - right.1, left.1 - right.0)
    case .times:
      return around(left, right) { $0 == 0 || $1 == 0 ? 0 : $0 * $1 }
    case .divided:
      if right.0 <= 0, right.1 >= 0 { return .number(-.infinity, .infinity) }
      return around(left, right) { ($0 / $1).isNaN ? 0 : $0 / $1 }
    }
  }

  private static func around(
    _ left: (Double, Double), _ right: (Double, Double), _ sign: (Double, Double) -> Double
  ) -> Value {
    let corners = [
      sign(left.0, right.0), sign(left.0, right.1), sign(left.1, right.0), sign(left.1, right.1),
    ]
    return .number(corners.min()!, corners.max()!)
  }

  private func value(named name: String) -> Value {
    let transaction = event.transaction
    switch name {
    case "recurring": return .truth(transaction.facts.contains(.isRecurring))
    case "pin.present": return .truth(transaction.facts.contains(.hasPIN))
    case "cardPresent": return .truth(transaction.isCardPresent)
    case "approved": return .truth(event.outcome == .approved)
    case "declined": return .truth(event.outcome == .declined)
    case "true", "false": return .truth(name == "true")
    case "mcc": return .code(transaction.category.map { Int64($0.code) })
    case "country": return .code(transaction.country.map { Int64($0.numeric) })
    case "acquirer.country": return .code(transaction.acquirerCountry.map { Int64($0.numeric) })
    case "entryMode":
      let mode = transaction.entryMode
      return .code(mode == .unknown ? nil : Int64(mode.rawValue))
    case "amount":
      guard let amount = transaction.amountMinor else { return .number(-.infinity, .infinity) }
      return .number(Double(amount), Double(amount))
    case "large":
      let isCash = [4829, 7995].contains(transaction.category?.code)
      return isCash ? .number(10_000, 10_000) : .number(20_000, 20_000)
    case "timeOfDay":
      let time = Double(transaction.time.millisecondsSince1970 % 86_400_000)
      return .number(time, time)
    default: return given[name] ?? .truth(nil)
    }
  }
}
