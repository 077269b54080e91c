import Attributes
import Diagnostics

/// Understands a placeholder: where its path leads, and how its value becomes text in its place.
struct HoleReading {
    let spelling: Spelling
    let place: Place
    let names: Names
    /// Where in HTML the placeholder stands; `nil` outside HTML.
    let context: HTMLContext?
    /// Whether the text is this placeholder and nothing else.
    let isAlone: Bool

    /// Reads it; complaints are what doesn't hinder the reading from going on.
    func read(_ complaints: inout [Complaint]) throws(Complaint) -> Hole {
        let resolution = try Resolution(spelling, in: names)
        try checkType(resolution)
        if let complaint = blank(resolution) { complaints.append(complaint) }
        if let fallback = spelling.fallback, place.isOneLine,
            let byte = fallback.text.utf8.first(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D })
        {
            complaints.append(.lineBreak(byte, fallback.range))
        }
        let (format, warning) = try FormatReading(
            spelling: spelling, resolution: resolution, place: place, context: context
        ).read()
        if let warning { complaints.append(warning) }
        var escape = Escape(markup: place.isOneLine ? .oneLine : .none)
        if let context { escape = try HTMLPlacing.escape(spelling, context, format: format) }
        return Hole(
            path: resolution.path, type: resolution.type, isArray: resolution.isArray,
            isOptional: resolution.isOptional, fallback: spelling.fallback?.text, brackets: spelling.brackets,
            format: format, escape: escape, dropsBlank: place == .list)
    }

    /// Object, map and document have no text; a document may be all of an item of a list.
    private func checkType(_ resolution: Resolution) throws(Complaint) {
        let shown = spelling.pathText
        let isMustache = spelling.brackets.isMustache
        let help: String
        switch resolution.type {
        case .object(let fields):
            help = fields.names.first.map { fieldHelp($0, resolution) } ?? "declare its fields"
        case .map where isMustache: help = "open a section: {{#\(shown)}}{{Key}}: {{Value}}{{/\(shown)}}"
        case .map: help = "declare an object with fields instead of the map, and name one of them"
        case .document:
            if place == .list, isAlone { return }
            help = "put it under attachments: [\(isMustache ? "<\(shown)>" : spelling.mended())]"
        default: return
        }
        throw Complaint(
            .placeholderType, spelling.range, "'\(shown)' is \(resolution.type.phrase), which has no text", help: help)
    }

    private func fieldHelp(_ field: String, _ resolution: Resolution) -> String {
        let shown = spelling.pathText
        guard spelling.brackets.isMustache else {
            let item = resolution.isArray ? "\(shown)[0]" : shown
            return "name one of its fields: \(spelling.mended(path: "\(item).\(field)"))"
        }
        if shown == "." { return "name one of its fields: \(spelling.mended(path: field))" }
        if resolution.isArray { return "open a section: {{#\(shown)}}{{\(field)}}{{/\(shown)}}" }
        return "name one of its fields: \(spelling.mended(path: "\(shown).\(field)"))"
    }

    private func blank(_ resolution: Resolution) -> Complaint? {
        guard resolution.isOptional, spelling.fallback == nil, place != .list else { return nil }
        let shown = spelling.pathText
        let section = spelling.brackets.isMustache ? ", or put it into a section: {{#\(shown)}}…{{/\(shown)}}" : ""
        return Complaint(
            .blankPlaceholder, spelling.range, "'\(shown)' is optional, and nothing is said for a blank",
            help: "write \(spelling.mended(fallback: "")) if it may be blank, or a text after the '|' to show instead"
                + section)
    }
}

extension Complaint {
    /// A line end or a NUL in a text of one line.
    static func lineBreak(_ byte: UInt8, _ range: Range<Int>) -> Complaint {
        Complaint(
            .lineBreak, range, byte == 0 ? "a NUL can't stand here" : "this is one line, and a line ends here",
            help: "write it on one line; after '|' or '>' in YAML, write '|-' or '>-'")
    }
}
