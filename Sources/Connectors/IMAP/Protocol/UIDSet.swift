/// Numbers of letters, from the least on: `2,84:86`.
struct UIDSet: Equatable {
    /// In order, apart from each other.
    private(set) var ranges: [ClosedRange<UInt32>] = []

    init() {}

    init(_ numbers: some Sequence<UInt32>) {
        for number in numbers.sorted() { add(number...number) }
    }

    /// - Returns: `nil` for what is no set of numbers; a `*` is none.
    init?(_ text: String) {
        var found: [ClosedRange<UInt32>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: ":", omittingEmptySubsequences: false).map { UInt32($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
            found.append(min(first, last)...max(first, last))
        }
        for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) { add(range) }
    }

    init(union sets: [UIDSet]) {
        for range in sets.flatMap(\.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) { add(range) }
    }

    private mutating func add(_ range: ClosedRange<UInt32>) {
        guard let last = ranges.last, range.lowerBound == 0 || last.upperBound >= range.lowerBound - 1 else {
            return ranges.append(range)
        }
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    }

    var isEmpty: Bool { ranges.isEmpty }
    var count: Int { ranges.reduce(0) { $0 + Int($1.upperBound) - Int($1.lowerBound) + 1 } }
    var last: UInt32? { ranges.last?.upperBound }

    /// Those above a number.
    func above(_ number: UInt32) -> UIDSet {
        var result = UIDSet()
        for range in ranges where range.upperBound > number {
            result.ranges.append(max(range.lowerBound, number + 1)...range.upperBound)
        }
        return result
    }

    /// The least ones.
    func prefix(_ count: Int) -> [UInt32] {
        var result: [UInt32] = []
        for range in ranges {
            result += range.prefix(count - result.count)
            if result.count >= count { break }
        }
        return result
    }

    /// The set in texts of at most so many bytes, for commands that must not be long.
    func texts(limit: Int = IMAPLimits.set) -> [String] {
        var result: [String] = []
        var text = ""
        for range in ranges {
            let part =
                range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
            if !text.isEmpty, text.utf8.count + part.utf8.count + 1 > limit {
                result.append(text)
                text = ""
            }
            text += text.isEmpty ? part : ",\(part)"
        }
        return text.isEmpty ? result : result + [text]
    }
}
