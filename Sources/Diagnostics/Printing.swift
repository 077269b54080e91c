extension Diagnostic {
    /// The diagnostic as a terminal shows it: its place and problem, the source line with the words underlined, the remedy.
    ///
    ///     connections/mail.yaml:2:1: error[unknown-key]: 'hots' is not a key of smtp
    ///       2 | hots: smtp.example.com
    ///         | ^^^^
    ///       help: did you mean 'host'?
    package func printed(_ style: Style = .plain) -> String {
        let path = Visible.line(file)
        let place = span.map { "\(path):\($0.start.line):\($0.start.column)" } ?? path
        let label = "\(severity.rawValue)[\(code.rawValue)]"
        let tint: Style.Tint = severity == .error ? .red : .yellow
        var text = "\(style.apply(.bold, place)): \(style.apply(tint, label)): \(Visible.line(message))\n"
        if let span, let excerpt {
            let number = String(span.start.line)
            let gutter = String(repeating: " ", count: number.count)
            let shown = Underlined(excerpt, span)
            text += "  \(number) | \(shown.line)\n"
            text += "  \(gutter) | \(shown.indent)\(style.apply(tint, shown.marks))\n"
        }
        if let help {
            // A remedy may show mended lines: they are indented, so that none passes for a diagnostic of its own.
            let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map { Visible.excerpt($0) }
            text += "  \(style.apply(.cyan, "help")): \(lines.joined(separator: "\n        "))\n"
        }
        return text
    }
}
