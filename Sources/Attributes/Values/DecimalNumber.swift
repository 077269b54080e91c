/// An exact decimal number: never a binary float, so `0.1` stays `0.1`.
///
/// `1.5` and `1.50` are equal, but each prints as it was given.
package struct DecimalNumber: Sendable {
    /// The digits that a number may have when it is written without an exponent.
    package static let longest = 1_000

    /// Never for zero.
    package let isNegative: Bool
    /// The decimal digits, 0 to 9, without leading zeros; empty for zero.
    package let digits: [UInt8]
    /// How many of the digits stand after the point; never negative.
    ///
    /// It may exceed their count: 0.05 is 5 with scale 2.
    package let scale: Int

    package init(isNegative: Bool, digits: [UInt8], scale: Int) {
        precondition(scale >= 0, "a scale is not negative")
        self.digits = Array(digits.drop { $0 == 0 })
        self.isNegative = isNegative && !self.digits.isEmpty
        self.scale = scale
    }

    package init(_ value: some BinaryInteger) {
        self.init(isNegative: value < 0, digits: String(value.magnitude).utf8.map { $0 - 0x30 }, scale: 0)
    }

    /// Rounds half up, that is away from zero, as people round: 2.5 is 3 and -2.5 is -3.
    ///
    /// The places are digits after the point to keep; a number with fewer stays as it is.
    package func rounded(toPlaces places: Int) -> DecimalNumber {
        let dropped = scale - max(0, places)
        guard dropped > 0 else { return self }
        // Two leading zeros: one for a carry, one because all digits may be dropped.
        var kept = [UInt8](repeating: 0, count: max(0, dropped - digits.count) + 2) + digits
        let isUp = kept[kept.count - dropped] >= 5
        kept.removeLast(dropped)
        if isUp {
            var index = kept.count - 1
            while kept[index] == 9 {
                kept[index] = 0
                index -= 1
            }
            kept[index] += 1
        }
        return DecimalNumber(isNegative: isNegative, digits: kept, scale: max(0, places))
    }

    /// The digits before the point, without leading zeros; empty for zero.
    package var wholeDigits: ArraySlice<UInt8> { digits.prefix(max(0, digits.count - scale)) }

    /// The digits after the point, as many as the scale says.
    package var fractionDigits: [UInt8] {
        Array(repeating: 0, count: max(0, scale - digits.count)) + digits.suffix(scale)
    }
}

extension DecimalNumber: Hashable, Comparable {
    /// The digits and the scale without zeros at the end of the fraction, which carry no value.
    private var value: (digits: ArraySlice<UInt8>, scale: Int) {
        if digits.isEmpty { return ([], 0) }
        var end = digits.count
        var scale = scale
        while scale > 0, digits[end - 1] == 0 {
            end -= 1
            scale -= 1
        }
        return (digits[..<end], scale)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.isNegative == right.isNegative && left.value == right.value
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(isNegative)
        hasher.combine(value.digits)
        hasher.combine(value.scale)
    }

    package static func < (left: Self, right: Self) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.isLessInMagnitude(than: left) : left.isLessInMagnitude(than: right)
    }

    private func isLessInMagnitude(than other: DecimalNumber) -> Bool {
        // The power of ten of the first digit decides, then the digits from the first on.
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        let (left, right) = (digits.count - scale, other.digits.count - other.scale)
        return left != right ? left < right : value.digits.lexicographicallyPrecedes(other.value.digits)
    }
}

extension DecimalNumber: CustomStringConvertible {
    /// `-1234.50`: a point, all digits, no exponent.
    package var description: String {
        var text: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        text += wholeDigits.isEmpty ? [UInt8(ascii: "0")] : wholeDigits.map { $0 + 0x30 }
        if scale > 0 { text += [UInt8(ascii: ".")] + fractionDigits.map { $0 + 0x30 } }
        return String(decoding: text, as: UTF8.self)
    }
}
