/// Some lines that follow each other.
struct LineChunk: Sendable {
    /// How many lines at most: what is composed before it is sent, and held in memory at once.
    static let most = 256
    /// So many bytes are enough.
    static let fill = 1_000_000

    let bytes: [UInt8]
    /// Where each line ends, behind its line break.
    let ends: [Int]
    /// From 1.
    let firstLine: Int

    var count: Int { ends.count }
    var lastLine: Int { firstLine + count - 1 }

    /// Tells these bytes from others, in this process only.
    var fingerprint: Int {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    /// A line's bytes without its line break; `nil` when there is nothing in it.
    func content(_ index: Int) -> [UInt8]? {
        var line = bytes[(index > 0 ? ends[index - 1] : 0)..<ends[index]]
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        return line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } ? nil : Array(line)
    }
}
