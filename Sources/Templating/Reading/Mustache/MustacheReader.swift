import Attributes
import Diagnostics

/// Reads one Mustache template: walks through its tags once and reports all that is wrong with it.
struct MustacheReader {
    private let text: TemplateText
    private let schema: Schema
    private var tags: MustacheScanner
    private var assembly: Assembly

    init(_ text: PlacedText, in place: Place, for schema: Schema) {
        self.text = TemplateText(bytes: Array(text.text.utf8))
        self.schema = schema
        tags = MustacheScanner(self.text)
        assembly = Assembly(text, in: place, for: schema)
    }

    /// - Returns: `nil` when there are errors.
    mutating func read(_ findings: inout Findings) -> Template? {
        let count = text.bytes.count
        if count > Template.Limit.size { assembly.complain(.tooLong(count)) } else { walk() }
        return assembly.finish(&findings)
    }

    private mutating func walk() {
        while let step = tags.next() {
            plain(step.plain)
            switch step.tag {
            case .tag(let tag):
                read(tag)
                guard assembly.count(tag.range) else { return }
            case .mistake(let complaint):
                assembly.mistake(complaint)
                guard assembly.count(complaint.range) else { return }
            case nil: break
            }
        }
        while let open = assembly.sections.last {
            assembly.complain(
                Complaint(
                    .unclosedSection, open.tag.range, "'\(open.tag.shown)' is not closed before the text ends",
                    help: "write {{/\(open.tag.name)}} where the section ends"))
            assembly.abandon()
        }
    }

    private mutating func plain(_ range: Range<Int>) {
        for at in range {
            let byte = text.bytes[at]
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "<") { warn(at) }
            assembly.literal(byte, at: at)
        }
    }

    /// A placeholder in single brackets is plain text here, which may not be meant.
    private mutating func warn(_ at: Int) {
        // With other delimiters, {{Name}} is plain as well.
        guard !assembly.isInRaw, text[at + 1] != text.bytes[at], at == 0 || text.bytes[at - 1] != text.bytes[at],
            let path = text.path(at + 1), schema.position(of: path.root) != nil
        else { return }
        let isAngle = text.bytes[at] == UInt8(ascii: "<")
        let range = at..<path.range.upperBound + 1
        switch text[path.range.upperBound] {
        case UInt8(ascii: "}") where !isAngle, UInt8(ascii: ":"), UInt8(ascii: "|"): break
        case UInt8(ascii: ">") where isAngle && !Elements.contains(path.root): break
        default: return
        }
        assembly.complain(
            Complaint(
                .literalPlaceholder, range, "'\(text[range])' is left as it is: in this file only Mustache speaks",
                help: "write {{\(text[path.range])}} for the value", severity: .warning))
    }

    private mutating func read(_ tag: MustacheTag) {
        switch tag.kind {
        case .silent: break
        case .variable:
            if let complaint = handlebars(tag) { assembly.mistake(complaint) } else { assembly.hole(tag.spelling) }
        case .section, .inverted: assembly.open(tag)
        case .end: end(tag)
        }
    }

    /// Words that only Mustache's descendants know.
    private func handlebars(_ tag: MustacheTag) -> Complaint? {
        let help: String
        switch tag.name {
        case "else": help = "close the section, and open {{^Name}}…{{/Name}} for the other case"
        case "this": help = "write {{.}}"
        default: return nil
        }
        guard assembly.names.frame(with: tag.name) == nil, schema.position(of: tag.name) == nil else { return nil }
        return Complaint(.mustacheName, tag.range, "Mustache has no '\(tag.name)'", help: help)
    }

    private mutating func end(_ tag: MustacheTag) {
        guard let innermost = assembly.sections.last else {
            return assembly.complain(
                Complaint(
                    .strayEnd, tag.range, "'\(tag.shown)' ends nothing: no section is open",
                    help: "delete it, or write {{#\(tag.name)}} where the section begins"))
        }
        if innermost.tag.name == tag.name { return assembly.close(tag.range) }
        guard assembly.sections.contains(where: { $0.tag.name == tag.name }) else {
            assembly.complain(
                Complaint(
                    .strayEnd, tag.range,
                    "'\(tag.shown)' does not end '\(innermost.tag.shown)', which is open since \(place(innermost.tag))",
                    help: "write {{/\(innermost.tag.name)}}"))
            // A slip of the pen ends what it was meant to end.
            if Suggestion.nearest(to: tag.name, among: [innermost.tag.name]) != nil { assembly.close(tag.range) }
            return
        }
        while let open = assembly.sections.last, open.tag.name != tag.name {
            assembly.complain(
                Complaint(
                    .unclosedSection, open.tag.range,
                    "'\(open.tag.shown)' is not closed before '\(tag.shown)' at \(place(tag))",
                    help: "write {{/\(open.tag.name)}} before it"))
            assembly.abandon()
        }
        assembly.close(tag.range)
    }

    private func place(_ tag: MustacheTag) -> String {
        let position = assembly.text.position(tag.range.lowerBound)
        return "\(position.line):\(position.column)"
    }
}
