/// The letters of a batch and how many attempts each had before it, in one column: 12 bytes a letter.
enum BatchCoding {
    struct Entry: Hashable, Sendable {
        var letter: Int64
        var attempts: Int
    }

    static func encode(_ entries: [Entry]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 12)
        for entry in entries {
            withUnsafeBytes(of: entry.letter.littleEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: UInt32(clamping: entry.attempts).littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    static func decode(_ bytes: [UInt8]) -> [Entry] {
        bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count / 12 * 12, by: 12).map { offset in
                Entry(
                    letter: Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self)),
                    attempts: Int(
                        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self))))
            }
        }
    }
}
