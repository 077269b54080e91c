internal import Attributes

/// What FETCH asks of a letter (RFC 3501 section 6.4.5).
enum IMAPFetchItem: Equatable, Sendable {
    case flags, uid, received, size, envelope
    case structure(isFull: Bool)
    case section(IMAPSection)

    /// Reads the last argument of FETCH.
    ///
    /// - Returns: `nil` when something in it is unknown.
    static func read(_ argument: IMAPArgument) -> [IMAPFetchItem]? {
        let words: [IMAPArgument] = if case .list(let items) = argument { items } else { [argument] }
        var result: [IMAPFetchItem] = []
        for word in words {
            guard case .atom(let text) = word, let items = items(text) else { return nil }
            result += items
        }
        return result.isEmpty ? nil : result
    }

    private static func items(_ text: String) -> [IMAPFetchItem]? {
        let name = text.uppercased()
        switch name {
        case "ALL": return [.flags, .received, .size, .envelope]
        case "FAST": return [.flags, .received, .size]
        case "FULL": return [.flags, .received, .size, .envelope, .structure(isFull: false)]
        case "FLAGS": return [.flags]
        case "UID": return [.uid]
        case "INTERNALDATE": return [.received]
        case "RFC822.SIZE": return [.size]
        case "ENVELOPE": return [.envelope]
        case "BODY": return [.structure(isFull: false)]
        case "BODYSTRUCTURE": return [.structure(isFull: true)]
        default: return (IMAPSection(text) ?? IMAPSection(old: name)).map { [.section($0)] }
        }
    }

    /// Whether asking for it marks the letter as seen.
    var marksSeen: Bool {
        if case .section(let section) = self { !section.isPeek } else { false }
    }

    private var wantsTree: Bool {
        switch self {
        case .envelope, .structure: true
        case .section(let section): section.piece != .whole || !section.path.isEmpty
        default: false
        }
    }

    /// The answer for one letter.
    static func answer(_ items: [IMAPFetchItem], _ item: MailItem, number: Int) -> [UInt8] {
        var text = IMAPText()
        let letter = item.content
        let tree = items.contains(where: \.wantsTree) ? MailPart(letter) : MailPart([])
        text.add("* \(number) FETCH (")
        for (index, wanted) in items.enumerated() {
            if index > 0 { text.add(" ") }
            switch wanted {
            case .flags: text.add("FLAGS \(IMAPFlags(item).text)")
            case .uid: text.add("UID \(item.uid)")
            case .received: text.add("INTERNALDATE \"\(MailTime.imap(item.received))\"")
            case .size: text.add("RFC822.SIZE \(letter.count)")
            case .envelope:
                text.add("ENVELOPE ")
                text.envelope(tree, letter)
            case .structure(let isFull):
                text.add(isFull ? "BODYSTRUCTURE " : "BODY ")
                text.structure(tree, letter, isFull: isFull)
            case .section(let section):
                text.add(section.shown)
                if let window = section.window { text.add("<\(window.start)>") }
                text.add(" ")
                if let bytes = section.bytes(of: letter, tree) { text.literal(bytes) } else { text.add("NIL") }
            }
        }
        text.add(")\r\n")
        return text.bytes
    }
}
