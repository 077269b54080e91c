import Diagnostics

/// What is wrong with a stretch of a template, before it is placed in its source.
struct Complaint: Error {
    var code: Diagnostic.Code
    var severity = Diagnostic.Severity.error
    /// In UTF-8 offsets of the template.
    var range: Range<Int>
    var message: String
    var help: String?

    init(
        _ code: Diagnostic.Code, _ range: Range<Int>, _ message: String, help: String?,
        severity: Diagnostic.Severity = .error
    ) {
        self.code = code
        self.range = range
        self.message = message
        self.help = help
        self.severity = severity
    }
}
