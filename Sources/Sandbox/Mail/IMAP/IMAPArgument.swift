/// What stands behind a command's name.
///
///     C: A3 UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (To)]<0.100>)
///     atom(1:*) list(atom(FLAGS), atom(BODY.PEEK[HEADER.FIELDS (To)]<0.100>))
enum IMAPArgument: Equatable, Sendable {
    /// What is between brackets belongs to it.
    case atom(String)
    /// Quoted, or a literal.
    case string([UInt8])
    case list([IMAPArgument])

    /// An atom or a string.
    var text: String? {
        switch self {
        case .atom(let text): text
        case .string(let bytes): String(validating: bytes, as: UTF8.self)
        case .list: nil
        }
    }

    /// An atom in capital letters.
    var word: String? {
        if case .atom(let text) = self { text.uppercased() } else { nil }
    }

    var bytes: [UInt8]? {
        switch self {
        case .atom(let text): Array(text.utf8)
        case .string(let bytes): bytes
        case .list: nil
        }
    }

    /// A folder's name, as people write it.
    var folderName: String? {
        guard let text, !text.isEmpty else { return nil }
        return IMAPFolderName.decode(text)
    }
}
