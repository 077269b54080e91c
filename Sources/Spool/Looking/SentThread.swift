internal import Attributes

/// The thread of a letter that was sent.
enum SentThread {
    /// What its details say under `"thread"`, or else its own Message-ID.
    static func thread(of messageID: String, details: String) -> String {
        guard !details.isEmpty, let json = try? JSON.read(details), let thread = json["thread"]?.text, !thread.isEmpty
        else { return messageID }
        return thread
    }
}

extension UUIDv7 {
    /// The id that the Message-ID of a letter of ours begins with: `<0198c2f0-…@example.com>`.
    init?(ofMessageID messageID: String) {
        guard let at = messageID.utf8.firstIndex(of: UInt8(ascii: "@")), messageID.hasPrefix("<") else { return nil }
        self.init(String(messageID[..<at].dropFirst()))
    }
}
