import Diagnostics

@testable import Settings

/// Diagnostics as a person reads them, and what a text reads as.
enum Read {
    static func yaml(_ text: String) -> (node: Node?, said: String) {
        var findings = Findings()
        let node = YAMLReader.read(Source(path: "a.yaml", text: text), &findings)
        return (node, said(findings))
    }

    static func diagnostics(_ text: String) -> [Diagnostic] {
        var findings = Findings()
        _ = YAMLReader.read(Source(path: "a.yaml", text: text), &findings)
        return findings.sorted
    }

    static func said(_ findings: Findings) -> String {
        findings.sorted.map { String($0.printed().dropLast()) }.joined(separator: "\n")
    }

    /// The scalar of the key `a`, or the item or root that is one.
    static func scalar(_ text: String) -> Scalar? {
        let node = yaml(text).node
        return node?["a"]?.scalar ?? node?.scalar
    }

    /// Each character of a value with the line and column where it stands: `T1:4 i1:5`.
    static func places(_ scalar: Scalar) -> String {
        var offset = 0
        return scalar.text.unicodeScalars.map { character in
            let place = scalar.placed.position(offset)
            offset += UTF8.width(character)
            let shown = character == "\n" ? "␊" : character == " " ? "␣" : String(character)
            return "\(shown)\(place.line):\(place.column)"
        }.joined(separator: " ")
    }

    /// Substitutions with one variable, `NAME`, and one file, `name.txt`.
    static let substitutions = Substitutions(
        environment: { ["NAME": "Иван <X> ${env:NAME}", "PORT": "hunter2", "LINES": "a\nb\n"][$0] },
        file: { path throws(Substitutions.FileProblem) in
            guard path == "name.txt" else { throw Substitutions.FileProblem("does not exist") }
            return "s3cret\n"
        })

    /// Reads a text as a shape's mapping.
    static func shape(_ shape: Shape, _ text: String) -> (reading: Reading?, said: String) {
        var findings = Findings()
        guard let node = YAMLReader.read(Source(path: "a.yaml", text: text), &findings) else {
            return (nil, said(findings))
        }
        var reader = Reader(substitutions)
        reader.findings = findings
        let reading = shape.read(node, &reader)
        return (reading, said(reader.shown))
    }
}
