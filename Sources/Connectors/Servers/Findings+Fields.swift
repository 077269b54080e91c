internal import Diagnostics
internal import Settings

extension Findings {
    /// Reports what is wrong with the value of a key, at its place.
    mutating func report(
        _ reading: Reading, _ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ field: some FieldDeclaration,
        _ message: String, _ help: String
    ) {
        report(Diagnostic(severity, code, at: reading.span(of: field), in: reading.node.source, message, help: help))
    }
}
