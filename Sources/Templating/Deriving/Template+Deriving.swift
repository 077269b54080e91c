extension Template {
    /// The plain text of an HTML template, with the same holes and sections: what `format: both` sends beside the HTML.
    ///
    /// Derived once, when the route is read: paragraphs and headings stand apart, items get `- `, a link's address follows its text, a
    /// row of a table is a line.
    package func derivedText() -> Template {
        guard place == .html else { return self }
        return Template(Flow.parts(.text, HTMLText.steps(ofHTML: parts)), in: .text)
    }

    /// The HTML of a plain text, with the same holes and sections: a document, or only what stands in its body.
    ///
    /// Blank lines part paragraphs, line ends stay, addresses can be followed.
    package func derivedHTML(isWhole: Bool = true) -> Template {
        guard place != .html else { return self }
        return Template(Flow.parts(.html(isWhole: isWhole), PlainLines.steps(of: parts)), in: .html)
    }
}
