extension Template {
    /// The plain text of an HTML template, with the same holes: what `format: both` sends beside the HTML.
    ///
    /// Derived once, when the route is read: paragraphs and headings stand apart, items get `- `, a link's address follows its text, a
    /// row of a table is a line.
    package func derivedText() -> Template {
        guard place == .html else { return self }
        return Template(HTMLText.parts(ofHTML: parts), in: .text)
    }

    /// The HTML of a plain text, with the same holes: blank lines part paragraphs, line ends stay.
    package func derivedHTML() -> Template {
        guard place != .html else { return self }
        var html = HTMLParagraphs()
        for part in parts {
            switch part {
            case .constant(let bytes): html.text(bytes)
            case .hole, .aside:
                for hole in part.holes { html.append(.hole(hole.escaped(Escape(markup: .htmlLines)))) }
            }
        }
        return Template(html.finish(), in: .html)
    }
}
