package import Diagnostics

/// Why a text is not JSON: where, what, and what mends it.
package struct JSONError: Error, Hashable, Sendable {
    package var position: Position
    /// One sentence without a full stop.
    package var problem: String
    /// The remedy, one sentence without a full stop.
    package var help: String?

    package init(_ position: Position, _ problem: String, help: String? = nil) {
        self.position = position
        self.problem = problem
        self.help = help
    }

    /// The error as a diagnostic about a file, or about what stands for one, such as `stdin`.
    package func diagnostic(file: String) -> Diagnostic {
        Diagnostic(.error, .json, file: file, span: Span(position, position), problem, help: help)
    }
}

extension JSONError: CustomStringConvertible {
    /// `3:5: a comma is missing (write a comma before this)`.
    package var description: String {
        "\(position.line):\(position.column): \(problem)" + (help.map { " (\($0))" } ?? "")
    }
}

extension Diagnostic.Code {
    /// A text that should be JSON is not.
    package static let json = Diagnostic.Code(rawValue: "json")
}
