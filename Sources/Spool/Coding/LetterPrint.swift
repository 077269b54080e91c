/// What a letter is recognised by when it comes again by the same route, be it under another identity or from another folder.
struct LetterPrint: Hashable, Sendable {
    /// Of its Message-ID; finds threads, too.
    var hash: Int64
    /// The first half of its SHA-256, which tells letters apart as well as the whole.
    var digest: [UInt8]

    init(messageID: String, digest: [UInt8]) {
        hash = Self.hash(messageID)
        self.digest = Array(digest.prefix(16))
    }

    /// FNV-1a of 64 bits, which never changes, for it is stored.
    ///
    /// Letters that share one on purpose are told apart by what it stands for.
    static func hash(_ text: String) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}

extension NewArrival {
    /// `nil` for a letter without a Message-ID.
    var print: LetterPrint? { messageID.map { LetterPrint(messageID: $0, digest: digest) } }
}
