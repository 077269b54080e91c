import Attributes
import Diagnostics
import Glibc
import Settings

extension Diagnostic.Code {
    static let fileUnreadable = Self(rawValue: "file-unreadable")
    static let badName = Self(rawValue: "bad-name")
}

/// The YAML files of a workspace.
struct WorkspaceFiles {
    let folder: WorkspaceFolder

    /// The YAML files of a subfolder by base name, in their names' order; empty when there is no such folder.
    func list(_ subfolder: String) -> [String] {
        FileReading.names(in: folder.resolve(subfolder))
            .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
            .sorted().map { "\(subfolder)/\($0)" }
    }

    /// A file's root node; what hinders is reported, and so is a file that holds nothing, unless it may.
    func read(_ path: String, mayBeEmpty: Bool = false, _ findings: inout Findings) -> Node? {
        guard let text = text(path, &findings) else { return nil }
        let before = findings.errors
        let node = YAMLReader.read(Source(path: path, text: text), &findings)
        guard findings.errors == before else { return nil }
        if let node, !node.isNothing { return node }
        if !mayBeEmpty {
            findings.report(
                Diagnostic(
                    .error, .missingKey, file: path, "the file is empty", help: "write its 'kind:' first, or delete it")
            )
        }
        return nil
    }

    private func text(_ path: String, _ findings: inout Findings) -> String? {
        do throws(TextFile.Problem) {
            return try TextFile.read(folder.resolve(path), limit: YAMLLimits.size)
        } catch {
            let code: Diagnostic.Code
            let help: String
            var span: Span?
            switch error {
            case .tooLarge: (code, help) = (.fileTooLarge, "keep long texts in files of their own under templates/")
            case .notUTF8(let line, let column):
                (code, help) = (.notUTF8, "save it as UTF-8: iconv -f windows-1251 -t utf-8")
                span = Span(Position(line: line, column: column), Position(line: line, column: column + 1))
            case .isFolder: (code, help) = (.fileUnreadable, "rename the folder: files of YAML belong here")
            default: (code, help) = (.fileUnreadable, "make it readable by the user who runs router")
            }
            findings.report(Diagnostic(.error, code, file: path, span: span, "the file \(error.words)", help: help))
            return nil
        }
    }

    /// Whether a file holds these words anywhere, or can't be read.
    func mentions(_ words: String, in path: String) -> Bool {
        guard let bytes = FileReading.bytes(of: folder.resolve(path), atMost: YAMLLimits.size) else { return true }
        return (bytes + [0]).withUnsafeBytes { text in
            guard let start = text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return false }
            return strstr(start, words) != nil
        }
    }

    /// The base name, checked: Latin letters, digits, `_` and `-`, not starting with a digit.
    func name(of path: String, _ findings: inout Findings) -> String? {
        let file = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        let name = String(file[..<(file.lastIndex(of: ".") ?? file.endIndex)])
        if Self.isName(name) { return name }
        findings.report(
            Diagnostic(
                .error, .badName, file: path, "'\(name)' can't be a name",
                help: "rename the file: Latin letters, digits, '_' and '-', not starting with a digit"))
        return nil
    }

    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}
