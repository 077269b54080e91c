/// The elements that are open while HTML is written, so that each is closed once, and where browsers would close it.
///
/// Elements that browsers close by themselves are closed here first: an end tag too many would end what the HTML stands in.
struct OpenElements {
    /// Browsers give up at some depth too.
    private static let deepest = 200

    /// From the outermost on.
    private(set) var names: [String] = []

    /// Opens an element.
    ///
    /// - Parameters:
    ///   - name: One that is let through.
    ///   - isVoid: Whether it has no end.
    /// - Returns: What is closed first, the innermost first; `nil` when the element can't stand there.
    mutating func open(_ name: String, isVoid: Bool) -> [String]? {
        guard isVoid || names.count < Self.deepest else { return nil }
        if let table = Self.inTables[name] {
            guard let place = names.lastIndex(of: "table") else { return nil }
            let closed = names[(place + 1)...].firstIndex { table.contains($0) }.map { close(from: $0) } ?? []
            // Cells stand in cells only through a table.
            if !isVoid { names.append(name) }
            return closed
        }
        var closed: [String] = []
        if Self.endsParagraph.contains(name), let place = last("p", above: Self.scopes) { closed += close(from: place) }
        if let scope = Self.itself[name], let place = lastIndex(where: { scope.same.contains($0) }, above: scope.above)
        {
            closed += close(from: place)
        }
        if Self.headings.contains(name), let last = names.last, Self.headings.contains(last) {
            closed += close(from: names.count - 1)
        }
        if !isVoid { names.append(name) }
        return closed
    }

    /// Closes an element and all within it; nothing when it is not open, or stands outside the cell.
    mutating func close(_ name: String) -> [String] {
        let scopes: Set<String> =
            name == "table" ? [] : Self.inTables[name] != nil ? ["table"] : ["td", "th", "caption"]
        return last(name, above: scopes).map { close(from: $0) } ?? []
    }

    private mutating func close(from place: Int) -> [String] {
        defer { names.removeSubrange(place...) }
        return names[place...].reversed()
    }

    private func last(_ name: String, above scopes: Set<String>) -> Int? {
        lastIndex(where: { $0 == name }, above: scopes)
    }

    private func lastIndex(where isMeant: (String) -> Bool, above scopes: Set<String>) -> Int? {
        for place in names.indices.reversed() {
            if isMeant(names[place]) { return place }
            if scopes.contains(names[place]) { return nil }
        }
        return nil
    }

    private static let scopes: Set<String> = ["td", "th", "caption"]
    private static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

    private static let endsParagraph: Set<String> = headings.union([
        "address", "article", "aside", "blockquote", "center", "dd", "dir", "div", "dl", "dt", "figcaption", "figure",
        "footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
    ])

    /// Elements that don't stand in themselves, but through those others.
    private static let itself: [String: (same: Set<String>, above: Set<String>)] = [
        "a": (["a"], scopes), "li": (["li"], scopes.union(["ul", "ol", "dir"])),
        "dd": (["dd", "dt"], scopes.union(["dl"])), "dt": (["dd", "dt"], scopes.union(["dl"])),
        "table": (["table"], scopes),
    ]

    /// What stands in tables alone, and what it ends there.
    private static let inTables: [String: Set<String>] = [
        "caption": parts, "colgroup": parts, "tbody": parts, "thead": parts, "tfoot": parts,
        "tr": ["tr", "td", "th", "caption", "colgroup"], "td": ["td", "th", "caption", "colgroup"],
        "th": ["td", "th", "caption", "colgroup"], "col": ["tr", "td", "th", "caption"],
    ]
    private static let parts: Set<String> = ["caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"]
}
