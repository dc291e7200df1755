/// The exponential and the logarithm by polynomials of our own: the last bit is the same on every
/// machine, which the C library does not promise.
///
/// Only additions, multiplications and divisions of IEEE 754 go into them, in one order, and
/// nothing is fused. Against the C library both are within ``ulpMaximum`` over the whole range.
public enum PortableMath {
  /// How far a result may lie from the C library's, in units of its last place.
  public static let ulpMaximum = 2

  private static let ln2High = 0x1.62e42fee00000p-1
  private static let ln2Low = 0x1.a39ef35793c76p-33
  private static let inverseLn2 = 0x1.71547652b82fep+0

  /// e to the power of `x`: 0 below -708 and infinity over 709, where results leave the normal
  /// numbers.
  public static func exp(_ x: Double) -> Double {
    guard x >= -708 else { return x.isNaN ? x : 0 }
    guard x <= 709 else { return .infinity }
    let count = (x * inverseLn2).rounded(.toNearestOrEven)
    let high = x - count * ln2High
    let low = count * ln2Low
    let rest = high - low
    let square = rest * rest
    // The rational form: x - x² (1/6 - x²/360 + x⁴/15120 - …), from the series of x coth(x/2).
    var even = 4.13813679705723846039e-08
    even = even * square - 1.65339022054652515390e-06
    even = even * square + 6.61375632143793436117e-05
    even = even * square - 2.77777777770155933842e-03
    even = even * square + 1.66666666666666019037e-01
    let odd = rest - square * even
    let value = 1 - (low - rest * odd / (2 - odd) - high)
    return value * power(of: Int(count))
  }

  /// 2 to a power that stays a normal number: in two steps, for the largest does not fit one.
  private static func power(of exponent: Int) -> Double {
    let half = exponent / 2
    return Double(sign: .plus, exponent: half, significand: 1)
      * Double(sign: .plus, exponent: exponent - half, significand: 1)
  }

  /// The natural logarithm; that of 0 is minus infinity, of a negative number NaN.
  public static func log(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x == .infinity ? x : .nan }
    guard x.isNormal else { return log(x * 0x1p54) - 54 * 0x1.62e42fefa39efp-1 }
    var exponent = Int(x.exponent)
    var significand = x.significand
    if significand > 0x1.6a09e667f3bcdp+0 {
      significand *= 0.5
      exponent += 1
    }
    let excess = significand - 1
    let share = excess / (2 + excess)
    let square = share * share
    // 2 atanh(s) = 2s + 2s³/3 + …, the coefficients a little off those to spread the error.
    var sum = 1.479819860511658591e-01
    sum = sum * square + 1.531383769920937332e-01
    sum = sum * square + 1.818357216161805012e-01
    sum = sum * square + 2.222219843214978396e-01
    sum = sum * square + 2.857142874366239149e-01
    sum = sum * square + 3.999999999940941908e-01
    sum = sum * square + 6.666666666666735130e-01
    let half = 0.5 * excess * excess
    let count = Double(exponent)
    return count * ln2High
      - ((half - (share * (half + square * sum) + count * ln2Low)) - excess)
  }
}
