/// The flags of an item, as IMAP writes them: `\Seen`, or keywords of anybody's own.
struct IMAPFlags: Equatable {
    static let system = ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"]
    private static let forwarded = "$Forwarded"
    private static let mostKeywords = 50

    private(set) var names: Set<String>

    init(_ item: MailItem) {
        names = item.keywords
        if item.isAnswered { names.insert("\\Answered") }
        if item.isFlagged { names.insert("\\Flagged") }
        if item.isDeleted { names.insert("\\Deleted") }
        if item.isRead { names.insert("\\Seen") }
        if item.isDraft { names.insert("\\Draft") }
        if item.isForwarded { names.insert(Self.forwarded) }
    }

    /// - Returns: `nil` when one of them is no flag.
    init?(_ arguments: [IMAPArgument]) {
        var names: Set<String> = []
        for argument in arguments {
            guard let name = argument.text, !name.isEmpty, name.utf8.count <= 100,
                name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"(){%*\"]".utf8.contains($0) })
            else { return nil }
            if name.hasPrefix("\\") {
                guard let system = Self.system.first(where: { $0.lowercased() == name.lowercased() }) else {
                    // `\Recent` is the server's; others are nobody's.
                    if name.lowercased() == "\\recent" { continue }
                    return nil
                }
                names.insert(system)
            } else {
                names.insert(name.lowercased() == Self.forwarded.lowercased() ? Self.forwarded : name)
            }
        }
        guard names.count <= Self.mostKeywords else { return nil }
        self.names = names
    }

    /// In brackets, in order.
    var text: String { "(\(names.sorted().joined(separator: " ")))" }

    /// How flags that are given change those that are there.
    enum Change: Equatable {
        case set, add, remove
    }

    mutating func apply(_ change: Change, _ given: IMAPFlags) {
        switch change {
        case .set: names = given.names
        case .add: names.formUnion(given.names)
        case .remove: names.subtract(given.names)
        }
        if names.count > Self.mostKeywords { names = Set(names.sorted().prefix(Self.mostKeywords)) }
    }

    func write(into item: inout some FlaggedItem) {
        item.isAnswered = names.contains("\\Answered")
        item.isFlagged = names.contains("\\Flagged")
        item.isDeleted = names.contains("\\Deleted")
        item.isRead = names.contains("\\Seen")
        item.isDraft = names.contains("\\Draft")
        item.isForwarded = names.contains(Self.forwarded)
        item.keywords = names.filter { !$0.hasPrefix("\\") && $0 != Self.forwarded }
    }
}
