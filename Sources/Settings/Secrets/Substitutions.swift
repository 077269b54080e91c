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
    /// What is put in is not looked through again: a value can't ask for another.
    package func resolve(_ placed: PlacedText, _ findings: inout Findings) -> PlacedText? {
        guard Self.occur(in: placed.text) else { return placed }
        var result = ""
        var anchors: [PlacedText.Anchor] = []
        var isWhole = true
        var rest = placed.text[...]
        func offset(_ index: String.Index) -> Int { placed.text.utf8.distance(from: placed.text.startIndex, to: index) }
        func keep(_ part: Substring) {
            var from = offset(part.startIndex)
            anchors.append(.init(offset: result.utf8.count, position: placed.position(from)))
            for byte in part.utf8 {
                from += 1
                if byte == UInt8(ascii: "\n") {
                    let written = result.utf8.count + from - offset(part.startIndex)
                    anchors.append(.init(offset: written, position: placed.position(from)))
                }
            }
            result += part
        }
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            keep(rest[..<start.lowerBound])
            let name = rest[start.upperBound..<end]
            let range = offset(start.lowerBound)..<offset(end) + 1
            anchors.append(.init(offset: result.utf8.count, position: placed.position(range.lowerBound)))
            if let value = value(name, placed, range, &findings) {
                result += value
            } else if name.hasPrefix("env:") || name.hasPrefix("file:") {
                isWhole = false
            } else {
                result += "${\(name)}"
            }
            rest = rest[placed.text.index(after: end)...]
        }
        keep(rest)
        return isWhole ? PlacedText(result, in: placed.source, anchors: anchors) : nil
    }

    private func value(
        _ name: Substring, _ placed: PlacedText, _ range: Range<Int>, _ findings: inout Findings
    ) -> String? {
        if name.hasPrefix("env:") {
            let variable = String(name.dropFirst(4))
            if let value = environment(variable) { return value }
            findings.report(
                Diagnostic(
                    .error, .secretMissing, in: placed, range, "the environment has no variable '\(variable)'",
                    help: "set it before router starts: export \(variable)=…"))
        } else if name.hasPrefix("file:") {
            let path = String(name.dropFirst(5))
            do throws(FileProblem) {
                var text = try file(path)
                // A secret's file mostly ends with a line end that is not part of it.
                if text.last?.isNewline ?? false { text.removeLast() }
                return text
            } catch {
                findings.report(
                    Diagnostic(
                        .error, .secretMissing, in: placed, range, "the file '\(path)' \(error.words)",
                        help: "put the value into the file, readable by the user who runs router"))
            }
        }
        return nil
    }
}
