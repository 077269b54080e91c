/// The folders of a mailbox as IMAP shows them: paths with `/`, and INBOX.
struct IMAPTree {
    struct Place {
        var folder: MailFolder
        var path: String
        var hasChildren: Bool
    }

    let places: [Place]
    private let top: MailFolder.ID?

    init(_ mailboxes: Mailboxes, _ owner: SandboxUser.ID) {
        let folders = mailboxes.folders(of: owner)
        top = folders.first { $0.role == .top }?.id
        var paths: [MailFolder.ID: String] = [:]
        var shown: [(MailFolder, String)] = []
        for folder in folders where folder.role != .root && folder.role != .top {
            // A delimiter in a name would be another level.
            let name = folder.role == .inbox ? "INBOX" : folder.name.replacing("/", with: "\u{2215}")
            let path = folder.parent.flatMap { paths[$0] }.map { "\($0)/\(name)" } ?? name
            paths[folder.id] = path
            if folder.holdsLetters { shown.append((folder, path)) }
        }
        let parents = Set(shown.compactMap { $0.0.parent })
        places = shown.map { Place(folder: $0.0, path: $0.1, hasChildren: parents.contains($0.0.id)) }
    }

    func find(_ path: String) -> Place? {
        places.first { $0.path == path } ?? places.first { $0.path.lowercased() == path.lowercased() }
    }

    /// Where a folder of a new path would stand: the nearest folder above it that is there, and the names below that.
    func parent(of path: String) -> (folder: MailFolder.ID, names: [String])? {
        var names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if names.last?.isEmpty ?? false { names.removeLast() }
        guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 200 }), names.count <= 20 else {
            return nil
        }
        for length in stride(from: names.count - 1, to: 0, by: -1) {
            if let place = find(names[..<length].joined(separator: "/")) {
                return (place.folder.id, Array(names[length...]))
            }
        }
        return top.map { ($0, names) }
    }

    /// Those that a pattern means: `*` stands for anything, `%` for anything within one level.
    func matching(_ pattern: String) -> [Place] {
        let pattern = Array(pattern.unicodeScalars)
        return places.filter { place in
            let isInbox = place.folder.role == .inbox
            return Self.matches(Array(place.path.unicodeScalars), pattern)
                || isInbox && Self.matches(Array("inbox".unicodeScalars), pattern.map { Self.lowered($0) })
        }
    }

    private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    }

    /// In time that the product of both lengths bounds.
    private static func matches(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
        var open = Set([0])
        func closed(_ states: Set<Int>) -> Set<Int> {
            var result = states
            for state in states.sorted() {
                var next = state
                while next < pattern.count, pattern[next] == "*" || pattern[next] == "%" {
                    next += 1
                    result.insert(next)
                }
            }
            return result
        }
        open = closed(open)
        for scalar in text {
            var next: Set<Int> = []
            for state in open where state < pattern.count {
                if pattern[state] == "*" || pattern[state] == "%" && scalar != "/" {
                    next.insert(state)
                } else if pattern[state] == scalar {
                    next.insert(state + 1)
                }
            }
            open = closed(next)
            if open.isEmpty { return false }
        }
        return open.contains(pattern.count)
    }
}

extension MailFolder.Role {
    /// RFC 6154.
    var specialUse: String? {
        switch self {
        case .sent: "\\Sent"
        case .drafts: "\\Drafts"
        case .deleted: "\\Trash"
        case .junk: "\\Junk"
        case .root, .top, .inbox, .outbox, .calendar: nil
        }
    }
}
