import MIME

/// Which letters belong together: told by their Message-IDs, never by their subjects.
struct Conversation {
    let letter: ReadLetter

    /// The letters that this one follows, the nearest first.
    var ancestors: [String] {
        var ids: [String] = []
        for id in letter.inReplyTo + letter.references.reversed() where !ids.contains(id) { ids.append(id) }
        return Array(ids.prefix(Self.mostAncestors))
    }

    /// More are not asked for: a letter may name as many as it likes.
    private static let mostAncestors = 100

    /// The conversation's name: that of the nearest letter that is known, else the first letter that this one names, else its own.
    ///
    /// The fallback is for a letter that names none and has no Message-ID.
    func thread(or fallback: String, known: (String) -> String?) -> String {
        for id in ancestors { if let thread = known(id) { return thread } }
        return letter.references.first ?? letter.inReplyTo.first ?? letter.messageID ?? fallback
    }
}
