/// Reads what `ByteWriter` wrote; whatever the bytes are, it ends and never reads beyond them.
struct ByteReader {
    struct Problem: Error {}

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
        position = 0
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    mutating func byte() throws(Problem) -> UInt8 {
        guard position < bytes.endIndex else { throw Problem() }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() throws(Problem) -> Int {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 { return Int(value) }
        }
        throw Problem()
    }

    mutating func text() throws(Problem) -> String { try text(count: number()) }

    mutating func optional() throws(Problem) -> String? {
        let count = try number()
        return count == 0 ? nil : try text(count: count - 1)
    }

    private mutating func text(count: Int) throws(Problem) -> String {
        guard count <= bytes.endIndex - position else { throw Problem() }
        defer { position += count }
        return String(decoding: bytes[position..<position + count], as: UTF8.self)
    }
}
