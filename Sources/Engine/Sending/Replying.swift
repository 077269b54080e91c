import MIME

/// A letter that is answered by another one: what threads them in every mail program.
package struct Replying: Hashable, Sendable {
    /// Its Message-ID with angle brackets.
    package var messageID: String?
    /// Those of its conversation, from the first on, its own last.
    package var references: [String]
    /// What letters that belong together share.
    package var thread: String

    /// Message-IDs in one header field: the first, which conversations are known by, and the last ones.
    private static let longest = 20

    package init(messageID: String?, references: [String], thread: String) {
        self.messageID = messageID
        self.references = references
        self.thread = thread
    }

    /// Makes a letter an answer; what its route says itself stays.
    func mark(_ draft: inout Draft) {
        func has(_ name: String) -> Bool { draft.headers.contains { $0.name.lowercased() == name.lowercased() } }
        // RFC 3834 §5: an answer says so, or two programs answer each other for ever.
        for (index, header) in draft.headers.enumerated()
        where header.name.lowercased() == "auto-submitted" && header.value == "auto-generated" {
            draft.headers[index].value = "auto-replied"
        }
        let known = references.filter(Self.isSound)
        if let messageID, Self.isSound(messageID), !has("In-Reply-To") {
            draft.headers.append(Draft.Field(name: "In-Reply-To", value: messageID))
        }
        if let first = known.first, !has("References") {
            let kept = known.count > Self.longest ? [first] + known.suffix(Self.longest - 1) : known
            draft.headers.append(Draft.Field(name: "References", value: kept.joined(separator: " ")))
        }
    }

    /// Whether a Message-ID from outside may stand in a letter of ours.
    private static func isSound(_ id: String) -> Bool {
        id.utf8.count <= 250 && id.hasPrefix("<") && id.hasSuffix(">") && id.utf8.allSatisfy { (33...126).contains($0) }
    }
}
