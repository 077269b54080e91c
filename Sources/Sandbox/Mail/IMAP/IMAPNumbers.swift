/// A set of numbers as commands write it: `1,3:5,7:*`.
struct IMAPNumbers: Equatable {
    private static let mostRanges = 20_000

    /// `nil` stands for `*`.
    private let ranges: [(first: UInt32?, last: UInt32?)]

    /// - Returns: `nil` when it is no set.
    init?(_ text: String) {
        var ranges: [(UInt32?, UInt32?)] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = piece.split(separator: ":", omittingEmptySubsequences: false)
            guard ends.count == 1 || ends.count == 2, ranges.count < Self.mostRanges else { return nil }
            var numbers: [UInt32?] = []
            for end in ends {
                if end == "*" {
                    numbers.append(nil)
                } else if let number = UInt32(end), number > 0, end.utf8.first != 0x2B {
                    numbers.append(number)
                } else {
                    return nil
                }
            }
            ranges.append((numbers[0], numbers[numbers.count - 1]))
        }
        self.ranges = ranges
    }

    /// Those of some ascending numbers that are in the set; `*` is the last of them.
    func indices(in numbers: [UInt32]) -> [Int] {
        guard let largest = numbers.last else { return [] }
        var result: Set<Int> = []
        for range in ranges {
            let ends = [range.first ?? largest, range.last ?? largest]
            let (low, high) = (min(ends[0], ends[1]), max(ends[0], ends[1]))
            var index = numbers.firstIndex(notBelow: low)
            while index < numbers.count, numbers[index] <= high {
                result.insert(index)
                index += 1
            }
        }
        return result.sorted()
    }

    /// Whether a number lies in it, where `*` is the largest one.
    func contains(_ number: UInt32, largest: UInt32) -> Bool {
        ranges.contains { range in
            let (first, last) = (range.first ?? largest, range.last ?? largest)
            return number >= min(first, last) && number <= max(first, last)
        }
    }

    static func == (one: IMAPNumbers, other: IMAPNumbers) -> Bool {
        one.ranges.elementsEqual(other.ranges) { $0 == $1 }
    }

    /// As answers write it: `1,3:5`.
    static func text(_ numbers: [UInt32]) -> String {
        var pieces: [String] = []
        var start = 0
        while start < numbers.count {
            var end = start
            while end + 1 < numbers.count, numbers[end + 1] == numbers[end] + 1 { end += 1 }
            pieces.append(start == end ? "\(numbers[start])" : "\(numbers[start]):\(numbers[end])")
            start = end + 1
        }
        return pieces.joined(separator: ",")
    }
}

extension [UInt32] {
    /// Where the first number of at least that stands, in ascending ones.
    func firstIndex(notBelow number: UInt32) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
