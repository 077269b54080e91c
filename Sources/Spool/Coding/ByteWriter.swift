/// Writes small values one behind the other, as `ByteReader` reads them.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// Seven bits a byte, the lowest first.
    mutating func number(_ value: Int) {
        var rest = UInt64(max(0, value))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func text(_ value: String) {
        number(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    /// `nil` is told from the empty text.
    mutating func optional(_ value: String?) {
        guard let value else { return number(0) }
        number(value.utf8.count + 1)
        bytes.append(contentsOf: value.utf8)
    }
}
