import CLibyaml
package import Diagnostics

extension Diagnostic.Code {
    package static let yamlSyntax = Self(rawValue: "yaml-syntax")
    package static let fileTooLarge = Self(rawValue: "file-too-large")
    package static let notUTF8 = Self(rawValue: "not-utf-8")
    package static let unexpectedCharacter = Self(rawValue: "unexpected-character")
}

/// Reads one YAML document into nodes that know their places.
package enum YAMLReader {
    /// - Returns: `nil` when the text is not YAML, which was reported, or holds nothing.
    package static func read(_ source: Source, _ findings: inout Findings) -> Node? {
        guard source.text.utf8.count <= YAMLLimits.size else {
            findings.report(
                Diagnostic(
                    .error, .fileTooLarge, file: source.path,
                    "the file is larger than \(YAMLLimits.size / 1_000_000) MB",
                    help: "keep long texts in files of their own under templates/"))
            return nil
        }
        guard !reportsStrangeCharacters(source, &findings) else { return nil }
        do throws(Diagnostic) {
            var builder = TreeBuilder(source)
            return try builder.build()
        } catch {
            findings.report(error)
            return nil
        }
    }

    /// YAML 1.1 ends lines at characters that no editor shows as line ends; positions would be off, and so would the reader.
    private static func reportsStrangeCharacters(_ source: Source, _ findings: inout Findings) -> Bool {
        var line = 1
        var column = 1
        var afterReturn = false
        for scalar in source.text.unicodeScalars {
            let isStrange = afterReturn ? scalar != "\n" : ["\u{85}", "\u{2028}", "\u{2029}", "\u{0}"].contains(scalar)
            guard !isStrange else {
                let strange: Unicode.Scalar = afterReturn ? "\r" : scalar
                let code = String(strange.value, radix: 16, uppercase: true)
                let place = Position(line: line, column: max(1, column - (afterReturn ? 1 : 0)))
                findings.report(
                    Diagnostic(
                        .error, .unexpectedCharacter,
                        at: Span(place, Position(line: line, column: place.column + 1)), in: source,
                        "an invisible character, U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)",
                        help: "delete it; where it is meant, write it as an escape in double quotes"))
                return true
            }
            afterReturn = scalar == "\r"
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return false
    }
}
