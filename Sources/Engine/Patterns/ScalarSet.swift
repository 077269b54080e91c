/// A set of characters, as a class of a regular expression has it.
struct ScalarSet: Hashable, Sendable {
    /// In order, and apart from each other.
    let ranges: [ClosedRange<UInt32>]
    /// Which of the first 128 are in it.
    private let low: UInt64
    private let high: UInt64

    static let all = ScalarSet([0...0x10FFFF])
    static let line = ScalarSet([0x0A...0x0A, 0x0D...0x0D]).inverted
    static let digits = ScalarSet([0x30...0x39])
    static let spaces = ScalarSet([
        0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    ])
    /// Letters of all alphabets, digits and `_`.
    static let word = ScalarSet(letters.ranges + [0x30...0x39, 0x5F...0x5F])
    static let letters = having { $0.isAlphabetic }
    static let upper = having { $0.isUppercase }
    static let lower = having { $0.isLowercase }
    static let numbers = having { $0.numericType != nil }

    init(_ ranges: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
        var bits: (UInt64, UInt64) = (0, 0)
        for range in merged where range.lowerBound < 128 {
            for scalar in range.lowerBound...min(range.upperBound, 127) {
                if scalar < 64 { bits.0 |= 1 << UInt64(scalar) } else { bits.1 |= 1 << UInt64(scalar - 64) }
            }
        }
        (low, high) = bits
    }

    var isEmpty: Bool { ranges.isEmpty }

    var inverted: ScalarSet {
        var rest: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { rest.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { rest.append(next...0x10FFFF) }
        return ScalarSet(rest)
    }

    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return low & (1 << UInt64(scalar)) != 0 }
        if scalar < 128 { return high & (1 << UInt64(scalar - 64)) != 0 }
        var from = 0
        var to = ranges.count
        while from < to {
            let middle = (from + to) / 2
            if ranges[middle].upperBound < scalar { from = middle + 1 } else { to = middle }
        }
        return from < ranges.count && ranges[from].lowerBound <= scalar
    }

    /// A character of both sets, one that people can read if there is one; `nil` when they have none in common.
    func common(with other: ScalarSet) -> UInt32? {
        for scalar in Self.readable where contains(scalar) && other.contains(scalar) { return scalar }
        var (left, right) = (0, 0)
        while left < ranges.count, right < other.ranges.count {
            let start = max(ranges[left].lowerBound, other.ranges[right].lowerBound)
            let end = min(ranges[left].upperBound, other.ranges[right].upperBound)
            if start <= end { return start }
            if ranges[left].upperBound < other.ranges[right].upperBound { left += 1 } else { right += 1 }
        }
        return nil
    }

    /// The set with the small and the capital forms of its letters.
    var ignoringCase: ScalarSet {
        var more: [ClosedRange<UInt32>] = []
        for range in ranges where range.count <= Self.longestFolded {
            for value in range {
                guard let properties = Unicode.Scalar(value)?.properties else { continue }
                for text in [properties.lowercaseMapping, properties.uppercaseMapping] {
                    guard text.unicodeScalars.count == 1, let other = text.unicodeScalars.first?.value else { continue }
                    more.append(other...other)
                }
            }
        }
        return ScalarSet(ranges + more)
    }

    /// Larger ranges hold both cases anyway.
    private static let longestFolded = 2000
    private static let readable: [UInt32] = Array("1abcxyzABCXYZабвАБВ0- №".unicodeScalars.map(\.value))

    /// Of the basic plane, and the Chinese characters beyond it.
    private static func having(_ has: (Unicode.Scalar.Properties) -> Bool) -> ScalarSet {
        var ranges: [ClosedRange<UInt32>] = []
        var start: UInt32?
        for value: UInt32 in 0...0x10000 {
            let isIn = value < 0x10000 && Unicode.Scalar(value).map { has($0.properties) } ?? false
            if isIn, start == nil { start = value }
            if !isIn, let first = start {
                ranges.append(first...value - 1)
                start = nil
            }
        }
        let chinese: UInt32 = 0x20000
        if Unicode.Scalar(chinese).map({ has($0.properties) }) ?? false { ranges.append(chinese...0x323AF) }
        return ScalarSet(ranges)
    }
}
