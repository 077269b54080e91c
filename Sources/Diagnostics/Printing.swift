extension Diagnostic {
    /// The diagnostic as a terminal shows it: its place and problem, the source line with the words underlined, the remedy.
    ///
    ///     connections/mail.yaml:2:1: error[unknown-key]: 'hots' is not a key of smtp
    ///       2 | hots: smtp.example.com
    ///         | ^^^^
    ///       help: did you mean 'host'?
    package func printed(_ style: Style = .plain) -> String {
        let place = span.map { "\(file):\($0.start.line):\($0.start.column)" } ?? file
        let label = "\(severity.rawValue)[\(code.rawValue)]"
        let tint: Style.Tint = severity == .error ? .red : .yellow
        var text = "\(style.apply(.bold, place)): \(style.apply(tint, label)): \(Self.visible(message))\n"
        if let span, let excerpt {
            let number = String(span.start.line)
            let gutter = String(repeating: " ", count: number.count)
            text += "  \(number) | \(Self.visible(excerpt))\n"
            text += "  \(gutter) | \(style.apply(tint, Self.underline(span, under: excerpt)))\n"
        }
        if let help { text += "  \(style.apply(.cyan, "help")): \(Self.visible(help))\n" }
        return text
    }

    private static func underline(_ span: Span, under line: String) -> String {
        let length = line.unicodeScalars.count
        let start = min(span.start.column - 1, length)
        let end = span.end.line == span.start.line ? min(span.end.column - 1, length) : length
        // A tab before the words is kept, so that the marks stand under them.
        let indent = line.unicodeScalars.prefix(start).map { $0 == "\t" ? "\t" : " " }.joined()
        return indent + String(repeating: "^", count: max(1, end - start))
    }

    /// Control characters are shown, not obeyed: a file must not be able to move the reader's cursor.
    static func visible(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x09: result.unicodeScalars.append(scalar)
            case 0..<0x20: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? " ")
            case 0x7F: result += "\u{2421}"
            case 0x80..<0xA0, 0x202A...0x202E, 0x2066...0x2069: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
