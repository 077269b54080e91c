/// Text in roff with the man macros, as man(7) describes it.
struct Roff {
    private(set) var text = ""

    mutating func macro(_ name: String, _ arguments: String...) {
        text += ".\(name)" + arguments.map { " \"\(Self.escaped($0).replacing("\"", with: "\\(dq"))\"" }.joined() + "\n"
    }

    /// A paragraph; lines that begin with two spaces are shown as they are.
    mutating func prose(_ words: String) {
        var isExample = false
        for line in words.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("  ") != isExample, !line.isEmpty {
                isExample.toggle()
                text += isExample ? "\(text.hasSuffix(".PP\n") ? "" : ".PP\n").RS 4\n.EX\n" : ".EE\n.RE\n.PP\n"
            }
            if line.isEmpty {
                if !isExample, !text.hasSuffix(".PP\n") { text += ".PP\n" }
            } else {
                text += Self.line(isExample ? line.dropFirst(2) : line)
            }
        }
        if isExample { text += ".EE\n.RE\n" }
    }

    /// A term in bold and what it means.
    mutating func entry(_ term: String, _ meaning: String) {
        text += ".TP\n\\fB\(Self.escaped(term))\\fR\n"
        text += Self.line(meaning[...])
    }

    private static func line(_ words: Substring) -> String {
        let line = escaped(String(words))
        // A line that begins like a request would be one.
        return (line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" : "") + line + "\n"
    }

    private static func escaped(_ words: String) -> String {
        words.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("'", with: "\\(aq")
    }
}
