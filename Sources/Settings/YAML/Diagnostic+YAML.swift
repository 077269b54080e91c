import Diagnostics

extension Diagnostic {
    /// A problem of a YAML file whose keys are not known yet: only their names can tell that a line holds a secret and is not to be shown.
    ///
    /// The mended line stands behind the help.
    static func yaml(
        _ severity: Severity = .error, _ code: Code = .yamlSyntax, at span: Span, in source: Source, _ message: String,
        help: String, mended: String? = nil
    ) -> Diagnostic {
        var diagnostic = Diagnostic(severity, code, at: span, in: source, message, help: help)
        if PrivateLine.mayHoldSecret(source.line(span.start.line) ?? "") {
            diagnostic.excerpt = nil
        } else if let mended {
            diagnostic.help = "\(help): \(mended)"
        }
        return diagnostic
    }
}
