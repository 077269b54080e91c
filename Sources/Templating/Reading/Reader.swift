import Attributes
import Diagnostics

/// Reads one template: walks through it once and reports all that is wrong with it.
struct Reader {
    private let text: PlacedText
    private let place: Place
    private let schema: Schema
    private let scanner: Scanner
    private let bytes: [UInt8]
    private var tokenizer = HTMLTokenizer()
    private var silence = HTMLSilence()
    private var parts: [Template.Part] = []
    private var constant: [UInt8] = []
    private var holes = 0
    /// The placeholder that begins the URL at hand: a `:` behind it would make it a scheme.
    private var scheme: Spelling?
    private var hasMustache = false
    private var hasLineBreak = false
    private var complaints: [Complaint] = []

    init(_ text: PlacedText, in place: Place, for schema: Schema) {
        self.text = text
        self.place = place
        self.schema = schema
        bytes = Array(text.text.utf8)
        scanner = Scanner(bytes: bytes, schema: schema, place: place)
    }

    /// - Returns: `nil` when there are errors.
    mutating func read(_ findings: inout Findings) -> Template? {
        if bytes.count > Template.Limit.size {
            complain(
                .templateLimit, 0..<1,
                "a template has at most \(Template.Limit.size) bytes, and this one has \(bytes.count)")
        } else {
            walk()
        }
        for complaint in complaints {
            findings.report(
                Diagnostic(
                    complaint.severity, complaint.code, in: text, complaint.range, complaint.message,
                    help: complaint.help))
        }
        guard !complaints.contains(where: { $0.severity == .error }) else { return nil }
        seal()
        return Template(parts, in: place)
    }

    private mutating func walk() {
        // A byte order mark, which some editors put before a file, is no text.
        var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "{") {
                at = opener(at)
            } else if byte == UInt8(ascii: "\\"), at + 1 < bytes.count, Scanner.isEscape(byte, bytes[at + 1]),
                !isInRaw
            {
                literal(at + 1)
                at += 2
            } else {
                literal(at)
                at += 1
            }
        }
    }

    private var isInRaw: Bool { place == .html && tokenizer.isInRaw }

    private mutating func literal(_ at: Int) {
        let byte = bytes[at]
        constant.append(byte)
        if place == .html {
            tokenizer.feed(byte, &silence)
            if byte == UInt8(ascii: ":"), let spelling = scheme, tokenizer.hasFilledScheme {
                complain(HTMLPlacing.filledScheme(spelling))
                scheme = nil
            }
        } else if place.isOneLine, byte == 0 || byte == 0x0A || byte == 0x0D {
            lineBreak(at..<at + 1)
        }
    }

    /// - Returns: Where to go on.
    private mutating func opener(_ at: Int) -> Int {
        if isInRaw { return raw(at) }
        if bytes[at] == UInt8(ascii: "{"), at + 1 < bytes.count, bytes[at + 1] == bytes[at] {
            return mustache(at)
        }
        let range: Range<Int>
        switch scanner.scan(at) {
        case .literal:
            literal(at)
            return at + 1
        case .suspect(let complaint):
            complain(complaint)
            literal(at)
            return at + 1
        case .mistake(let complaint):
            complain(complaint)
            if place == .html { _ = tokenizer.hole(holes) }
            range = complaint.range
        case .placeholder(let spelling):
            placeholder(spelling)
            range = spelling.range
        }
        holes += 1
        if holes > Template.Limit.holes {
            complain(.templateLimit, range, "a template has at most \(Template.Limit.holes) placeholders")
            return bytes.count
        }
        return range.upperBound
    }

    private mutating func placeholder(_ spelling: Spelling) {
        let context = place == .html ? tokenizer.hole(holes) : nil
        do throws(Complaint) {
            let resolution = try Resolution(spelling, in: schema)
            if context == .address(.whole) || context == .address(.segment) { scheme = scheme ?? spelling }
            try checkType(spelling, resolution)
            checkBlank(spelling, resolution)
            if let fallback = spelling.fallback, place.isOneLine,
                fallback.text.utf8.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D })
            {
                lineBreak(fallback.range)
            }
            let (format, warning) = try FormatReading(
                spelling: spelling, resolution: resolution, place: place, context: context
            ).read()
            if let warning { complain(warning) }
            var escape = Escape(markup: place.isOneLine ? .oneLine : .none)
            if let context { escape = try HTMLPlacing.escape(spelling, context, format: format) }
            seal()
            parts.append(
                .hole(
                    Hole(
                        path: resolution.path, type: resolution.type, isArray: resolution.isArray,
                        isOptional: resolution.isOptional, fallback: spelling.fallback?.text, format: format,
                        escape: escape, dropsBlank: place == .list)))
        } catch {
            complain(error)
        }
    }

    /// Object, map and document have no text; a document may be all of an item of a list.
    private func checkType(_ spelling: Spelling, _ resolution: Resolution) throws(Complaint) {
        let shown = spelling.pathText
        let item = resolution.isArray ? "\(shown)[0]" : shown
        let help: String
        switch resolution.type {
        case .object(let fields):
            help =
                fields.names.first.map { "name one of its fields: \(spelling.mended(path: "\(item).\($0)"))" }
                ?? "declare its fields"
        case .map: help = "declare an object with fields instead of the map, and name one of them"
        case .document:
            if place == .list, spelling.range == 0..<bytes.count { return }
            help = "put it under attachments: [\(spelling.mended())]"
        default: return
        }
        throw Complaint(
            .placeholderType, spelling.range, "'\(shown)' is \(resolution.type.phrase), which has no text", help: help)
    }

    private mutating func checkBlank(_ spelling: Spelling, _ resolution: Resolution) {
        guard resolution.isOptional, spelling.fallback == nil, place != .list else { return }
        complain(
            .blankPlaceholder, spelling.range, "'\(spelling.pathText)' is optional, and nothing is said for a blank",
            help: "write \(spelling.mended(fallback: "")) if it may be blank, or a text after the '|' to show instead")
    }

    /// In a script, a style or a comment all is literal, but a declared name in brackets was meant to be filled.
    private mutating func raw(_ at: Int) -> Int {
        if case .placeholder(let spelling) = scanner.scan(at), spelling.format == nil {
            var copy = tokenizer
            do throws(Complaint) {
                _ = try HTMLPlacing.escape(spelling, copy.hole(holes), format: .usual(separator: ""))
            } catch {
                complain(error)
            }
        }
        literal(at)
        return at + 1
    }

    private mutating func mustache(_ at: Int) -> Int {
        if !hasMustache {
            let help =
                place.isOneLine
                ? "write one pair of braces, as in {Title}"
                : "rename the file to .mustache, or write one pair of braces, as in {Title}"
            complain(.mustache, at..<at + 2, "'{{' is Mustache, which is read in *.mustache files only", help: help)
        }
        hasMustache = true
        var end = at + 2
        // The tag's contents are no placeholders of ours.
        while end < bytes.count, end - at < Template.Limit.format, bytes[end] != UInt8(ascii: "}") { end += 1 }
        if end >= bytes.count || bytes[end] != UInt8(ascii: "}") { end = at + 2 }
        while end < bytes.count, bytes[end] == UInt8(ascii: "}") { end += 1 }
        return end
    }

    private mutating func lineBreak(_ range: Range<Int>) {
        guard !hasLineBreak else { return }
        hasLineBreak = true
        complain(
            .lineBreak, range,
            range.count == 1 && bytes[range.lowerBound] == 0
                ? "a NUL can't stand here" : "this is one line, and a line ends here",
            help: "write it on one line; after '|' or '>' in YAML, write '|-' or '>-'")
    }

    private mutating func seal() {
        if !constant.isEmpty { parts.append(.constant(constant)) }
        constant = []
    }

    private mutating func complain(_ code: Diagnostic.Code, _ range: Range<Int>, _ message: String, help: String? = nil)
    {
        complain(Complaint(code, range, message, help: help))
    }

    /// Errors are always kept, since they decide whether there is a template; warnings up to a limit.
    private mutating func complain(_ complaint: Complaint) {
        if complaint.severity == .error || complaints.count < Template.Limit.holes { complaints.append(complaint) }
    }
}
