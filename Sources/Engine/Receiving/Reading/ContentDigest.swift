import Wire

/// What tells letters with the same Message-ID apart: the body, for the header changes on each way that a letter takes.
enum ContentDigest {
    /// Bytes that count: letters that are alike so far and have the same size are alike.
    private static let limit = 262_144

    /// - Parameters:
    ///   - letter: Its bytes, or the first of them.
    ///   - size: Of all of it, where that is not to be seen from the bytes; else 0.
    /// - Returns: A SHA-256.
    static func make(_ letter: [UInt8], size: Int) -> [UInt8] {
        let body = letter[bodyStart(letter)...]
        var counted = Array(body.prefix(limit))
        counted += Array("\(size == 0 ? body.count : size)".utf8)
        return SHA256Digest.bytes(counted)
    }

    /// Where the first blank line ends; the end when there is none.
    private static func bodyStart(_ letter: [UInt8]) -> Int {
        var position = 0
        while let end = letter[position...].firstIndex(of: 0x0A) {
            let length = end - position
            if length == 0 || length == 1 && letter[position] == 0x0D { return end + 1 }
            position = end + 1
        }
        return letter.count
    }
}
