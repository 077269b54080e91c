/// An exact decimal number: never a binary float, so `0.1` stays `0.1`.
package struct DecimalNumber: Hashable, Sendable {
    package let isNegative: Bool
    /// The decimal digits, 0 to 9, without leading zeros; empty for zero.
    package let digits: [UInt8]
    /// How many of the digits stand after the point; never negative.
    package let scale: Int

    package init(isNegative: Bool, digits: [UInt8], scale: Int) {
        self.isNegative = isNegative
        self.digits = digits
        self.scale = scale
    }
}
