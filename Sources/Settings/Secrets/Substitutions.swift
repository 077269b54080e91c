package import Diagnostics

extension Diagnostic.Code {
    package static let secretMissing = Self(rawValue: "secret-missing")
    package static let badSubstitution = Self(rawValue: "bad-substitution")
}

/// Resolves `${env:NAME}` and `${file:path}`, through which secrets and what differs between machines come into a workspace.
package struct Substitutions: Sendable {
    /// Bytes of a file that a value may come from.
    package static let fileLimit = 65_536

    private let environment: @Sendable (String) -> String?
    private let file: @Sendable (String) throws(FileProblem) -> String

    /// Why a file can't give a value, in words that follow its name: `does not exist`.
    package struct FileProblem: Error {
        package var words: String

        package init(_ words: String) {
            self.words = words
        }
    }

    /// Makes substitutions of two sources.
    ///
    /// - Parameters:
    ///   - environment: A variable's value, or `nil`.
    ///   - file: A file's text; relative paths are relative to the workspace.
    package init(
        environment: @escaping @Sendable (String) -> String?,
        file: @escaping @Sendable (String) throws(FileProblem) -> String
    ) {
        self.environment = environment
        self.file = file
    }

    /// Whether a text asks for something from outside.
    package static func occur(in text: String) -> Bool {
        text.contains("${env:") || text.contains("${file:")
    }

    /// The text with everything asked for put in place; what can't be had is reported.
    ///
    /// What is put in is not looked through again: a value can't ask for another. A template's text may come from outside as well, and
    /// then what it says is part of the template, placeholders included: whoever sets the environment writes the workspace.
    package func resolve(_ placed: PlacedText, _ findings: inout Findings) -> PlacedText? {
        var pieces = SubstitutedText(placed)
        guard pieces.hasAny else { return placed }
        var isWhole = true
        while let request = pieces.next() {
            if let value = value(request, &findings) { pieces.put(value, for: request) } else { isWhole = false }
        }
        return isWhole ? pieces.text : nil
    }

    private func value(_ request: SubstitutedText.Request, _ findings: inout Findings) -> String? {
        func report(_ code: Diagnostic.Code, _ message: String, _ help: String) -> String? {
            findings.report(Diagnostic(.error, code, in: request.placed, request.range, message, help: help))
            return nil
        }
        guard request.isClosed else {
            return report(.badSubstitution, "'${' is opened here and not closed", "close it: ${\(request.source):NAME}")
        }
        guard ["env", "file"].contains(request.source) else {
            let lowercased = request.source.lowercased()
            return report(
                .badSubstitution, "'\(request.source)' gives no values",
                "write it small: ${\(lowercased):\(request.name)}")
        }
        guard !request.name.isEmpty else {
            return report(
                .badSubstitution, "no name stands behind '\(request.source):'",
                "write ${env:NAME} or ${file:path}")
        }
        guard request.source == "file" else {
            if let value = environment(request.name) { return value }
            return report(
                .secretMissing, "the environment has no variable '\(request.name)'",
                "set it before router starts: export \(request.name)=…")
        }
        do throws(FileProblem) {
            var text = try file(request.name)
            // A secret's file mostly ends with a line end that is not part of it.
            if text.last?.isNewline ?? false { text.removeLast() }
            return text
        } catch {
            return report(
                .secretMissing, "the file '\(request.name)' \(error.words)",
                "put the value into the file, readable by the user who runs router")
        }
    }
}
