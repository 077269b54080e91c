import Attributes

/// A number pattern such as `#,##0.00 '₽'` (UTS #35, part 3, "Number Format Patterns"), on exact decimals.
struct NumberPattern: Hashable, Sendable {
    var prefix = ""
    var suffix = ""
    /// What stands around a negative number, where the pattern says so after `;`; else a minus before the prefix.
    var negative: Affixes?
    var integerDigits = 0
    var fractionDigits = 0
    var mostFractionDigits = 0
    /// Digits in the group next to the decimal sign; 0 for no groups.
    var group = 0
    /// Digits in the groups before that one.
    var furtherGroup = 0
    /// 2 for `%`: the number is shown times a hundred.
    var shift = 0

    struct Affixes: Hashable, Sendable {
        var prefix: String
        var suffix: String
    }

    func write(_ number: DecimalNumber, in words: Words, into buffer: inout [UInt8]) {
        let (whole, fraction) = rounded(number)
        let isZero = whole.isEmpty && fraction.allSatisfy { $0 == 0 }
        let isNegative = number.isNegative && !isZero
        if isNegative, negative == nil { buffer.append(UInt8(ascii: "-")) }
        buffer.append(isNegative ? negative?.prefix ?? prefix : prefix)

        var integer = whole
        if integer.count < integerDigits {
            integer.insert(contentsOf: repeatElement(0, count: integerDigits - integer.count), at: 0)
        }
        if integer.isEmpty, fraction.isEmpty { integer = [0] }
        for (index, digit) in integer.enumerated() {
            if index > 0, isBoundary(integer.count - index) { buffer.append(contentsOf: words.groupingSign) }
            buffer.append(UInt8(ascii: "0") + digit)
        }
        if !fraction.isEmpty {
            buffer.append(contentsOf: words.decimalSign)
            for digit in fraction { buffer.append(UInt8(ascii: "0") + digit) }
        }
        buffer.append(isNegative ? negative?.suffix ?? suffix : suffix)
    }

    /// Whether a group ends with so many digits still to come.
    private func isBoundary(_ digitsToCome: Int) -> Bool {
        guard group > 0, digitsToCome >= group else { return false }
        if digitsToCome == group { return true }
        return (digitsToCome - group) % (furtherGroup > 0 ? furtherGroup : group) == 0
    }

    /// The digits before and after the point, rounded half up: a half goes away from zero.
    private func rounded(_ number: DecimalNumber) -> (whole: [UInt8], fraction: [UInt8]) {
        var digits = number.digits
        // The point stands so many digits from the end; `%` moves it to the right.
        var scale = number.scale - shift
        if scale < 0 {
            if !digits.isEmpty { digits.append(contentsOf: repeatElement(0, count: -scale)) }
            scale = 0
        }
        if scale > mostFractionDigits {
            let dropped = scale - mostFractionDigits
            let roundsUp = dropped <= digits.count && digits[digits.count - dropped] >= 5
            digits.removeLast(min(dropped, digits.count))
            if roundsUp { Self.increment(&digits) }
            scale = mostFractionDigits
        }
        if digits.count < scale { digits.insert(contentsOf: repeatElement(0, count: scale - digits.count), at: 0) }
        var fraction = Array(digits.suffix(scale))
        let whole = Array(digits.dropLast(scale).drop { $0 == 0 })
        while fraction.count > fractionDigits, fraction.last == 0 { fraction.removeLast() }
        while fraction.count < fractionDigits { fraction.append(0) }
        return (whole, fraction)
    }

    private static func increment(_ digits: inout [UInt8]) {
        for index in digits.indices.reversed() {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
        }
        digits.insert(1, at: 0)
    }

    /// Without a pattern: the digits as they came, with the language's decimal sign and no groups.
    static func writePlain(_ number: DecimalNumber, in words: Words, into buffer: inout [UInt8]) {
        if number.isNegative, !number.digits.isEmpty { buffer.append(UInt8(ascii: "-")) }
        let whole = number.digits.dropLast(number.scale)
        if whole.isEmpty { buffer.append(UInt8(ascii: "0")) }
        for digit in whole { buffer.append(UInt8(ascii: "0") + digit) }
        guard number.scale > 0 else { return }
        buffer.append(contentsOf: words.decimalSign)
        let fraction = number.digits.suffix(number.scale)
        for _ in fraction.count..<number.scale { buffer.append(UInt8(ascii: "0")) }
        for digit in fraction { buffer.append(UInt8(ascii: "0") + digit) }
    }
}
