/// What one line of a body says about how the body can travel.
struct BodyLine {
    /// Where its line end begins, or the text ends.
    private(set) var end: Int
    /// Bytes that quoted-printable always writes as three.
    private(set) var escaped = 0
    /// Whether a byte is beyond printable ASCII, or `=_`, which begins a boundary and may not stand in a body as it is.
    private var isOdd = false

    /// Looks at a line from its start.
    init(_ text: UnsafeBufferPointer<UInt8>, from start: Int) {
        end = start
        while true {
            skipWords(text)
            // What stopped the words is within the next eight bytes; after them they go on.
            let stop = min(end + 8, text.count)
            while end < stop {
                switch text[end] {
                case 0x0A, 0x0D: return
                case 0x3D:
                    escaped += 1
                    isOdd = isOdd || end + 1 < text.count && text[end + 1] == 0x5F
                case 0x20...0x7E, 0x09: break
                default:
                    escaped += 1
                    isOdd = true
                }
                end += 1
            }
            if end == text.count { return }
        }
    }

    /// Whether the line can go as it is.
    func isPlain(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        if isOdd || end - start > BodyText.lineLimit { return false }
        let endsInSpace = end > start && (text[end - 1] == 0x20 || text[end - 1] == 0x09)
        let isLoneDot = end == start + 1 && text[start] == 0x2E
        return !endsInSpace && !isLoneDot && !text.span.hasFrom(at: start)
    }

    /// Goes on as long as eight bytes at a time are letters: of ASCII, or beyond it.
    private mutating func skipWords(_ text: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(text)
        var position = end
        var count = 0
        while position + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let high = word & Self.highBits
            // Bytes below a space, `=` or DEL, found as those that borrow; a byte beyond ASCII is never one of them.
            let low = word & ~Self.highBits
            let isControl = (low | Self.highBits) &- Self.each(0x20)
            let equals = (low ^ Self.each(0x3D) | Self.highBits) &- Self.each(1)
            let delete = (low ^ Self.each(0x7F) | Self.highBits) &- Self.each(1)
            guard ~(isControl & equals & delete) & ~word & Self.highBits == 0 else { break }
            count += Int(truncatingIfNeeded: ((high &>> 7) &* Self.each(1)) &>> 56)
            position += 8
        }
        end = position
        escaped += count
        isOdd = isOdd || count > 0
    }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// A byte eight times.
    @inline(__always)
    private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
}
