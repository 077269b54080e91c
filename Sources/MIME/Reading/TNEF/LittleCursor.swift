/// Reads numbers with their lowest byte first, never beyond a range.
struct LittleCursor {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position >= end }

    /// A number of up to four bytes.
    mutating func number(_ size: Int) -> Int? {
        guard let range = take(size) else { return nil }
        return bytes[range].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The next bytes.
    mutating func take(_ count: Int) -> Range<Int>? {
        guard count >= 0, count <= end - position else { return nil }
        defer { position += count }
        return position..<(position + count)
    }

    /// Goes to the next multiple of four behind so many bytes.
    mutating func pad(after count: Int) {
        position = min(end, position + (4 - count % 4) % 4)
    }
}
