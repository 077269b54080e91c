import CLibyaml
package import Diagnostics

extension Diagnostic.Code {
    package static let yamlSyntax = Self(rawValue: "yaml-syntax")
    package static let fileTooLarge = Self(rawValue: "file-too-large")
    package static let notUTF8 = Self(rawValue: "not-utf-8")
    package static let unexpectedCharacter = Self(rawValue: "unexpected-character")
    package static let duplicateKey = Self(rawValue: "duplicate-key")
    package static let unusedAnchor = Self(rawValue: "unused-anchor")
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
        var builder = TreeBuilder(source)
        return builder.build(&findings)
    }
}
