import Diagnostics

/// Parts a Mustache text into plain stretches and tags (mustache.github.io, `mustache(5)` and its specification).
struct MustacheScanner {
    /// A plain stretch and the tag after it.
    struct Step {
        enum Tag {
            case tag(MustacheTag)
            /// The range of the complaint was skipped.
            case mistake(Complaint)
        }

        var plain: Range<Int>
        /// `nil` at the end of the text.
        var tag: Tag?
    }

    private let text: TemplateText
    /// Where the text begins, behind a byte order mark.
    private let start: Int
    private var at: Int
    private var open = Array("{{".utf8)
    private var close = Array("}}".utf8)
    private var isAtEnd = false

    init(_ text: TemplateText) {
        self.text = text
        start = text.has([0xEF, 0xBB, 0xBF], at: 0) ? 3 : 0
        at = start
    }

    mutating func next() -> Step? {
        guard !isAtEnd else { return nil }
        guard let opener = text.find(open, from: at) else {
            isAtEnd = true
            return Step(plain: at..<text.bytes.count)
        }
        let from = at
        do throws(Complaint) {
            let tag = try tag(opener)
            let plain = from..<opener
            at = tag.range.upperBound
            guard tag.kind.mayStandAlone, let line = line(of: tag, from: from) else {
                return Step(plain: plain, tag: .tag(tag))
            }
            at = line.upperBound
            return Step(plain: from..<line.lowerBound, tag: .tag(tag))
        } catch {
            at = error.range.upperBound
            return Step(plain: from..<opener, tag: .mistake(error))
        }
    }

    /// The whole line, when nothing but white space stands beside the tag.
    private func line(of tag: MustacheTag, from: Int) -> Range<Int>? {
        var lower = tag.range.lowerBound
        while lower > from, Self.isBlank(text.bytes[lower - 1]) { lower -= 1 }
        guard lower == start || text.bytes[lower - 1] == UInt8(ascii: "\n") else { return nil }
        var upper = tag.range.upperBound
        while let byte = text[upper], Self.isBlank(byte) { upper += 1 }
        if text[upper] == UInt8(ascii: "\r"), text[upper + 1] == UInt8(ascii: "\n") { upper += 1 }
        if text[upper] == UInt8(ascii: "\n") { return lower..<upper + 1 }
        return upper == text.bytes.count ? lower..<upper : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    // MARK: Tags

    private mutating func tag(_ opener: Int) throws(Complaint) -> MustacheTag {
        let inner = opener + open.count
        switch text[inner] {
        case UInt8(ascii: "!"): return silent(opener, try end(of: close, from: inner, opener))
        case UInt8(ascii: "="):
            let last = try end(of: [UInt8(ascii: "=")] + close, from: inner + 1, opener)
            try setDelimiters(inner + 1..<last - close.count - 1, opener..<last)
            return silent(opener, last)
        case UInt8(ascii: ">"):
            let last = try end(of: close, from: inner, opener)
            throw Complaint(
                .mustachePartial, opener..<last, "'\(shown(opener..<last))' is a partial, which router does not have",
                help: "write its text out here")
        case UInt8(ascii: "#"): return try named(.section, opener, from: inner + 1)
        case UInt8(ascii: "^"): return try named(.inverted, opener, from: inner + 1)
        case UInt8(ascii: "/"): return try named(.end, opener, from: inner + 1)
        case UInt8(ascii: "&"): return try named(.variable, opener, from: inner + 1, raw: "&")
        case UInt8(ascii: "{"): return try named(.variable, opener, from: inner + 1, raw: "{")
        default: return try named(.variable, opener, from: inner)
        }
    }

    private func silent(_ opener: Int, _ end: Int) -> MustacheTag {
        MustacheTag(
            kind: .silent,
            spelling: Spelling(brackets: brackets(), range: opener..<end, path: [], pathText: ""),
            shown: shown(opener..<end))
    }

    /// The end of a tag whose closer is searched for.
    private func end(of closer: [UInt8], from inner: Int, _ opener: Int) throws(Complaint) -> Int {
        if let end = text.find(closer, from: inner) { return end + closer.count }
        let begun = text[opener..<min(inner + 1, text.bytes.count)]
        throw Complaint(
            .unclosedPlaceholder, opener..<text.bytes.count, "'\(begun)' is not closed",
            help: "end the tag with '\(String(decoding: closer, as: UTF8.self))'")
    }

    private mutating func setDelimiters(_ range: Range<Int>, _ whole: Range<Int>) throws(Complaint) {
        let words = range.isEmpty ? [] : text.bytes[range].split(whereSeparator: \.isSpace)
        guard words.count == 2, words.allSatisfy({ $0.count <= 16 && !$0.contains(UInt8(ascii: "=")) }) else {
            throw Complaint(
                .mustacheDelimiters, whole, "'\(shown(whole))' does not name two delimiters",
                help: "write the opener, a space, the closer: {{=<% %>=}}")
        }
        (open, close) = (Array(words[0]), Array(words[1]))
    }

    private func brackets(raw: String? = nil) -> Brackets {
        let (open, close) = (String(decoding: open, as: UTF8.self), String(decoding: close, as: UTF8.self))
        guard let raw else { return Brackets(open: open, close: close, style: .mustache) }
        return Brackets(open: open + raw, close: raw == "{" ? "}" + close : close, style: .rawMustache)
    }

    /// A tag with a name, and a variable's format and fallback.
    private func named(
        _ kind: MustacheTag.Kind, _ opener: Int, from start: Int, raw: String? = nil
    ) throws(Complaint) -> MustacheTag {
        let brackets = brackets(raw: raw)
        let closer = Array(brackets.close.utf8)
        var at = text.end(ofSpaceAt: start)
        var spelling = Spelling(brackets: brackets, range: opener..<opener, path: [], pathText: ".")
        if let path = text.path(at) {
            (spelling.path, spelling.pathText) = (path.segments, text[path.range])
            at = path.range.upperBound
        } else if text[at] == UInt8(ascii: ".") {
            at += 1
        } else {
            throw try nameless(kind, opener, start, closer)
        }
        at = text.end(ofSpaceAt: at)
        if kind == .variable {
            // The closer may begin with either sign.
            if text[at] == UInt8(ascii: ":"), !text.has(closer, at: at) {
                at = try format(of: &spelling, from: at + 1, closer)
            }
            if text[at] == UInt8(ascii: "|"), !text.has(closer, at: at) {
                at = try fallback(of: &spelling, from: at + 1, closer)
            }
        }
        guard text.has(closer, at: at) else { throw try nameless(kind, opener, start, closer) }
        spelling.range = opener..<at + closer.count
        return MustacheTag(kind: kind, spelling: spelling, shown: shown(spelling.range))
    }

    /// - Returns: Where the fallback or the closer begins.
    private func format(of spelling: inout Spelling, from start: Int, _ closer: [UInt8]) throws(Complaint) -> Int {
        var quote: UInt8?
        var at = start
        while let byte = text[at], at - start <= Template.Limit.format {
            switch byte {
            case UInt8(ascii: "'") where quote == nil, UInt8(ascii: "\"") where quote == nil: quote = byte
            case quote: quote = nil
            case _ where quote == nil && (byte == UInt8(ascii: "|") || text.has(closer, at: at)):
                spelling.format = trimmed(start..<at)
                return at
            default: break
            }
            at += 1
        }
        throw Complaint(
            .unclosedPlaceholder, spelling.range.lowerBound..<min(start, text.bytes.count),
            "the format of '\(spelling.pathText)' does not end",
            help: quote == nil ? "end the tag with '\(spelling.brackets.close)'" : "close the quote")
    }

    /// - Returns: Where the closer begins.
    private func fallback(of spelling: inout Spelling, from start: Int, _ closer: [UInt8]) throws(Complaint) -> Int {
        guard let end = text.find(closer, from: start), end - start <= Template.Limit.fallback else {
            throw Complaint(
                .unclosedPlaceholder, spelling.range.lowerBound..<start,
                "the fallback of '\(spelling.pathText)' does not end",
                help: "end the tag with '\(spelling.brackets.close)'")
        }
        spelling.fallback = trimmed(start..<end)
        return end
    }

    private func trimmed(_ range: Range<Int>) -> Spelling.Text {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, text.bytes[lower].isSpace { lower += 1 }
        while upper > lower, text.bytes[upper - 1].isSpace { upper -= 1 }
        return Spelling.Text(text: text[lower..<upper], range: lower..<upper)
    }

    /// What is wrong with a tag that holds no name.
    private func nameless(
        _ kind: MustacheTag.Kind, _ opener: Int, _ start: Int, _ closer: [UInt8]
    ) throws(Complaint) -> Complaint {
        let last = try end(of: closer, from: start, opener)
        let range = opener..<last
        let content = trimmed(start..<last - closer.count).text
        let words = content.split(separator: " ")
        if words.count == 2, ["if", "each", "unless", "with"].contains(words[0]) {
            let sign = words[0] == "unless" ? "^" : "#"
            return Complaint(
                .mustacheName, range, "Mustache has no '\(words[0])'",
                help: "write {{\(sign)\(words[1])}}…{{/\(words[1])}}")
        }
        return Complaint(
            .mustacheName, range, "'\(shown(range))' holds no name",
            help: kind == .variable
                ? "a tag holds a name, and after it a format or a fallback: {{Start:d MMMM|soon}}"
                : "a section's tags hold its name: {{#Items}}…{{/Items}}")
    }

    private func shown(_ range: Range<Int>) -> String { Visible.shortened(text[range], to: 60) }
}
