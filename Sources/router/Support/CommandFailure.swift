import Attributes
import Connecting
import Diagnostics
import Engine

/// Why a command could not do its work: what a person reads, what a script reads, and the exit code.
struct CommandFailure: Error {
    var status: ExitStatus
    var code: String
    var message: String
    var help: String
    /// `details` of the JSON.
    var details: JSON?
    /// What a person reads instead of `details`: whole lines.
    var lines: [String] = []

    init(_ status: ExitStatus, _ code: String, _ message: String, help: String) {
        self.status = status
        self.code = code
        self.message = message
        self.help = help
    }

    init(_ problem: DataProblem) {
        switch problem.kind {
        case .noInput: self.init(.noInput, "no-input", problem.message, help: problem.help)
        case .notJSON: self.init(.data, "not-json", problem.message, help: problem.help)
        }
    }

    /// Data that do not fit a route.
    init(_ mismatches: Mismatches, data name: String, route: SendRoute) {
        let noun = mismatches.count == 1 ? "mistake" : "mistakes"
        self.init(
            .data, "data-mismatch", "the data do not fit the route '\(route.name)': \(mismatches.count) \(noun)",
            help: "'router show \(route.name)' shows what it takes, with a sample")
        details = mismatches.json
        lines = mismatches.sentences(for: name)
    }

    /// A workspace that is wrong.
    init(_ diagnostics: [Diagnostic], _ message: String) {
        self.init(.workspace, "workspace", message, help: "mend what is named above; 'router check' shows everything")
        details = .array(diagnostics.map(\.json))
    }

    var json: JSON {
        var members: [JSON.Member] = [
            .init(name: "code", value: .string(code)), .init(name: "message", value: .string(message)),
            .init(name: "help", value: .string(help)),
        ]
        if let details { members.append(.init(name: "details", value: details)) }
        return ["error": .object(members)]
    }

    func printed(_ style: Style) -> String {
        let body = lines.map { $0 + "\n" }.joined()
        return body + "\(style.apply(.red, "error[\(code)]")): \(message)\n  \(style.apply(.cyan, "help")): \(help)"
    }
}

extension Failure {
    /// The `error` of a message's JSON.
    var json: JSON {
        ["code": .string(code.rawValue), "message": .string(message), "help": .string(help)]
    }
}

extension Diagnostic {
    /// As `router check --json` lists it.
    var json: JSON {
        [
            "file": .string(file), "line": span.map { .integer($0.start.line) } ?? .null,
            "column": span.map { .integer($0.start.column) } ?? .null,
            "endColumn": span.map { .integer($0.end.line == $0.start.line ? $0.end.column : $0.start.column + 1) }
                ?? .null,
            "severity": .string(severity.rawValue), "code": .string(code.rawValue), "message": .string(message),
            "help": help.map { .string($0) } ?? .null,
        ]
    }
}
