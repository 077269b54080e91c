import Attributes
import Diagnostics

/// Decides what an opener in a template begins: a placeholder, plain text, or a slip of the pen.
struct Scanner {
    enum Outcome {
        /// The opener is an ordinary character.
        case literal
        /// So it is, but it looks as if more was meant.
        case suspect(Complaint)
        case placeholder(Spelling)
        /// The range of the complaint is to be skipped.
        case mistake(Complaint)
    }

    let text: TemplateText
    let schema: Schema
    let place: Place

    /// What the `<` or `{` at an offset begins.
    func scan(_ start: Int) -> Outcome {
        let opener = text.bytes[start]
        var at = start + 1
        let isEndTag = opener == UInt8(ascii: "<") && byte(at) == UInt8(ascii: "/")
        if isEndTag { at += 1 }
        let hasSpace = byte(at) == UInt8(ascii: " ")
        while byte(at) == UInt8(ascii: " "), at - start < 8 { at += 1 }
        guard let path = text.path(at) else { return .literal }
        at = path.range.upperBound
        let isDeclared = schema.position(of: path.root) != nil
        if isEndTag {
            guard byte(at) == UInt8(ascii: ">"), path.segments.count == 1, !hasSpace else { return .literal }
            return tag(path.root, isDeclared: isDeclared, start..<at + 1)
        }
        if hasSpace || byte(at) == UInt8(ascii: " ") {
            return isDeclared ? spaced(path, opener, start, at) : .literal
        }
        var spelling = Spelling(
            brackets: opener == UInt8(ascii: "<") ? .angle : .brace, range: start..<at + 1, path: path.segments,
            pathText: text[path.range])
        switch byte(at) {
        case Self.closer(of: opener):
            if isDeclared { return .placeholder(spelling) }
            if path.segments.count == 1, Elements.contains(path.root) { return element(path.root, spelling) }
            return .mistake(undeclared(path.root, spelling.range))
        case UInt8(ascii: ":"):
            if isDeclared, byte(at + 1) == UInt8(ascii: " ") { return spaced(path, opener, start, at) }
            return isDeclared ? rest(&spelling, at) : prefixed(path.root, start, at)
        case UInt8(ascii: "|"):
            if isDeclared { return rest(&spelling, at) }
            guard let end = endOfUndeclared(at + 1, opener) else { return .literal }
            return .mistake(undeclared(path.root, start..<end + 1))
        case UInt8(ascii: "/") where opener == UInt8(ascii: "<") && byte(at + 1) == UInt8(ascii: ">"):
            return tag(path.root, isDeclared: isDeclared, start..<at + 2)
        case UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: "/"), UInt8(ascii: "\t"):
            return .literal
        // A path that breaks off was meant as one.
        case UInt8(ascii: ".") where isDeclared, UInt8(ascii: "[") where isDeclared:
            return .mistake(unclosed(spelling, at, .error))
        default: return isDeclared ? .suspect(unclosed(spelling, at, .warning)) : .literal
        }
    }

    // MARK: The rest of a placeholder

    /// Reads the format and the fallback.
    private func rest(_ spelling: inout Spelling, _ start: Int) -> Outcome {
        var at = start
        if byte(at) == UInt8(ascii: ":") {
            guard let end = endOfFormat(at + 1, spelling.closer) else {
                return .mistake(unclosed(spelling, start, .error))
            }
            spelling.format = Spelling.Text(text: text[at + 1..<end], range: at + 1..<end)
            at = end
        }
        guard byte(at) == UInt8(ascii: "|") else {
            spelling.range = spelling.range.lowerBound..<at + 1
            return .placeholder(spelling)
        }
        return fallback(&spelling, at + 1)
    }

    /// The end of a format: the closer or the `|` outside quotes, on the same line.
    private func endOfFormat(_ start: Int, _ closer: UInt8) -> Int? {
        var quote: UInt8?
        var at = start
        while let byte = byte(at), at - start <= Template.Limit.format {
            switch byte {
            case UInt8(ascii: "'") where quote == nil, UInt8(ascii: "\"") where quote == nil: quote = byte
            case quote: quote = nil
            case closer where quote == nil, UInt8(ascii: "|") where quote == nil: return at
            case UInt8(ascii: "\n") where quote == nil: return nil
            default: break
            }
            at += 1
        }
        return nil
    }

    /// The closer of what looks like a placeholder with a fallback, on the same line and with no other opener before it.
    private func endOfUndeclared(_ start: Int, _ opener: UInt8) -> Int? {
        var at = start
        while let byte = byte(at), byte != opener, byte != UInt8(ascii: "\n"), at - start <= Template.Limit.format {
            if byte == Self.closer(of: opener) { return at }
            at += 1
        }
        return nil
    }

    private func fallback(_ spelling: inout Spelling, _ start: Int) -> Outcome {
        let closer = spelling.closer
        var literal: [UInt8] = []
        var nested: Int?
        var at = start
        while let byte = byte(at), at - start <= Template.Limit.fallback {
            if byte == closer {
                spelling.range = spelling.range.lowerBound..<at + 1
                spelling.fallback = Spelling.Text(text: String(decoding: literal, as: UTF8.self), range: start..<at)
                guard nested == nil else {
                    return .mistake(
                        Complaint(
                            .placeholderFallback, spelling.range,
                            "a fallback is literal text: no placeholder and no tag may stand in it",
                            help: "write \\< or \\{ for a bracket that is meant as it is"))
                }
                return .placeholder(spelling)
            }
            if Self.isEscape(byte, self.byte(at + 1)) {
                literal.append(text.bytes[at + 1])
                at += 2
                continue
            }
            if nested == nil, byte == UInt8(ascii: "<") || byte == UInt8(ascii: "{"),
                text.endOfName(at + 1) != nil || self.byte(at + 1) == UInt8(ascii: "/")
            {
                nested = at
            }
            literal.append(byte)
            at += 1
        }
        return .mistake(unclosed(spelling, start - 1, .error))
    }

    /// `\` is special only directly before `<`, `{` or `\`.
    static func isEscape(_ byte: UInt8, _ next: UInt8?) -> Bool {
        byte == UInt8(ascii: "\\")
            && (next == UInt8(ascii: "<") || next == UInt8(ascii: "{") || next == UInt8(ascii: "\\"))
    }

    private func byte(_ at: Int) -> UInt8? { text[at] }

    // MARK: What is no placeholder

    /// `</Name>` or `<Name/>`.
    private func tag(_ name: String, isDeclared: Bool, _ range: Range<Int>) -> Outcome {
        if Elements.contains(name) { return .literal }
        guard isDeclared else { return .mistake(undeclared(name, range)) }
        return .mistake(
            Complaint(
                .undeclaredPlaceholder, range, "'\(text[range])' is neither a placeholder nor an HTML tag",
                help: "write <\(name)>"))
    }

    /// An HTML element's name that differs from a declared name by its case only.
    private func element(_ name: String, _ spelling: Spelling) -> Outcome {
        guard place != .html || spelling.brackets == .brace,
            let meant = schema.names.first(where: { $0.lowercased() == name.lowercased() })
        else { return .literal }
        return .suspect(
            Complaint(
                .literalPlaceholder, spelling.range, "'\(text[spelling.range])' is an HTML tag and is left as it is",
                help: "did you mean '\(spelling.mended(path: meant))'?", severity: .warning))
    }

    /// `prefix:` that is not declared: literal, though a slip of a declared name is pointed out.
    private func prefixed(_ name: String, _ start: Int, _ colon: Int) -> Outcome {
        guard name.count > 2, let meant = Suggestion.nearest(to: name, among: schema.names) else { return .literal }
        return .suspect(
            Complaint(
                .literalPlaceholder, start..<colon,
                "'\(name)' is not declared, so '\(text[start..<colon + 1])' is left as it is",
                help: "did you mean '\(meant)'?", severity: .warning))
    }

    /// A declared name with a space beside it: literal, and pointed out where it looks like a placeholder.
    private func spaced(_ path: TemplateText.Path, _ opener: UInt8, _ start: Int, _ end: Int) -> Outcome {
        var at = end
        while byte(at) == UInt8(ascii: " "), at - end < 8 { at += 1 }
        let closer = Self.closer(of: opener)
        guard let byte = byte(at), byte == closer || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "|") else {
            return .literal
        }
        let bracket = String(Unicode.Scalar(opener))
        let mended =
            bracket + text[path.range]
            + (byte == closer ? String(Unicode.Scalar(closer)) : String(Unicode.Scalar(byte)) + "…")
        return .suspect(
            Complaint(
                .literalPlaceholder, start..<at + 1, "with a space in it '\(text[start..<at + 1])' is left as it is",
                help: "write \(mended) if a placeholder is meant", severity: .warning))
    }

    private func undeclared(_ name: String, _ range: Range<Int>) -> Complaint {
        let whole = text[range]
        let help =
            Suggestion.help(for: name, among: schema.names)
            ?? "declare it under attributes, or write \\\(whole) to leave it as it is"
        return Complaint(.undeclaredPlaceholder, range, "'\(name)' is not declared", help: help)
    }

    private func unclosed(_ spelling: Spelling, _ end: Int, _ severity: Diagnostic.Severity) -> Complaint {
        let range = spelling.range.lowerBound..<end
        let closer = spelling.brackets.close
        let begun = text[range]
        return Complaint(
            .unclosedPlaceholder, range,
            severity == .error ? "'\(begun)' is not closed" : "'\(begun)' is not closed and is left as it is",
            help: "end it with '\(closer)', or write \\\(begun) to leave it as it is", severity: severity)
    }

    private static func closer(of opener: UInt8) -> UInt8 {
        opener == UInt8(ascii: "<") ? UInt8(ascii: ">") : UInt8(ascii: "}")
    }
}

extension Spelling {
    fileprivate var closer: UInt8 { brackets == .angle ? UInt8(ascii: ">") : UInt8(ascii: "}") }
}
