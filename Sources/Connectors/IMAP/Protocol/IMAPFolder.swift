/// A folder as LIST tells of it.
///
///     S: * LIST (\HasNoChildren \Sent) "/" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"
struct IMAPFolder: Hashable, Sendable {
    /// As in the response, such as `\Noselect`.
    var attributes: [String]
    /// What parts names of folders in folders; `nil` where there are none.
    var delimiter: Character?
    /// As the server writes it.
    var name: String

    init(_ reader: inout IMAPReader) throws(IMAPParser.Violation) {
        attributes = try reader.words()
        reader.skipSpaces()
        delimiter = try reader.shortText()?.first
        reader.skipSpaces()
        name = try reader.shortText() ?? "NIL"
    }

    func has(_ attribute: String) -> Bool {
        attributes.contains { $0.lowercased() == attribute.lowercased() }
    }

    var canBeOpened: Bool { !has("\\Noselect") && !has("\\NonExistent") }

    /// Whether the mailbox's owner keeps there what was sent (RFC 6154).
    var isSent: Bool { has("\\Sent") }

    /// The name as people read it, with `/` between folders.
    var readable: String {
        let text = ModifiedUTF7.decode(name)
        guard let delimiter, delimiter != "/" else { return text }
        return String(text.map { $0 == delimiter ? "/" : $0 == "/" ? delimiter : $0 })
    }
}
