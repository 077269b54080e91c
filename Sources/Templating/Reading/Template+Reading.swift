package import Attributes
package import Diagnostics

extension Template {
    /// Reads a template and reports everything that is wrong with it, each at its words; `nil` when there are errors.
    ///
    /// Under `each` the schema has the item in the array's place.
    package static func read(
        _ text: PlacedText, in place: Place, for schema: Schema, findings: inout Findings
    ) -> Template? {
        var reader = Reader(text, in: place, for: schema)
        return reader.read(&findings)
    }

    /// Reads a Mustache template, of which the same is true; for HTML and plain bodies only.
    package static func read(
        mustache text: PlacedText, in place: Place, for schema: Schema, findings: inout Findings
    ) -> Template? {
        var reader = MustacheReader(text, in: place, for: schema)
        return reader.read(&findings)
    }

    /// Warns of an attribute whose name a template can't tell from an HTML tag, or can't hold in a placeholder.
    package static func review(attribute name: PlacedText, findings: inout Findings) {
        let text = name.text
        if text == text.lowercased(), Elements.names.contains(text) {
            findings.report(
                Diagnostic(
                    .warning, .attributeName, in: name, nil,
                    "'\(text)' is also an HTML tag: <\(text)> is always this attribute",
                    help: "call it '\(text.prefix(1).uppercased())\(text.dropFirst())'"))
        } else if !isName(text) {
            let mended = String(text.map { isName("_\($0)") ? $0 : "_" })
            findings.report(
                Diagnostic(
                    .warning, .attributeName, in: name, nil, "no placeholder can name '\(text)'",
                    help: "use letters, digits and '_', as in '\(isName(mended) ? mended : "_\(mended)")'"))
        }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
        return text.unicodeScalars.allSatisfy {
            $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0)
        }
    }
}
