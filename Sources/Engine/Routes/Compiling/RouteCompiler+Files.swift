import Attributes
import Diagnostics
import Glibc
import Settings
import Templating

extension RouteCompiler {
    /// A document attribute, or a file of the workspace.
    mutating func compileFile(_ text: PlacedText, mayBeSeveral: Bool = true) -> FileTemplate? {
        guard let template = read(text, .list) else { return nil }
        if let hole = template.soleHole {
            guard hole.type == .document, mayBeSeveral || !hole.isArray else {
                report(
                    .wrongType, text, "'\(hole.path.text)' is \(hole.phrase), not a document",
                    mayBeSeveral
                        ? "attach an attribute of type document, or a file of the workspace"
                        : "take one: <\(hole.path.text)[0]>")
                return nil
            }
            refuseFallback(of: hole, text, mayBeBlank: true)
            return .attribute(hole)
        }
        guard let path = template.constant else {
            report(
                .wrongType, text, "a file's path can't come from data", "attach an attribute of type document: <Report>"
            )
            return nil
        }
        return compilePath(path.trimmingWhitespace(), text)
    }

    private mutating func compilePath(_ path: String, _ text: PlacedText) -> FileTemplate? {
        guard !path.isEmpty else {
            report(.fileMissing, text, "the name of the file is blank", "write its path, relative to the workspace")
            return nil
        }
        let absolute = folder.resolve(path)
        var status = stat()
        guard stat(absolute, &status) == 0 else {
            report(
                .fileMissing, text,
                "the file '\(path)' \(errno == ENOENT ? "does not exist" : String(cString: strerror(errno)))",
                "paths are relative to the workspace")
            return nil
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            report(.fileMissing, text, "'\(path)' is not a file", "attach a file, not a folder")
            return nil
        }
        guard access(absolute, R_OK) == 0 else {
            report(
                .fileUnreadable, text, "the file '\(path)' can't be read",
                "make it readable by the user who runs router")
            return nil
        }
        guard status.st_size <= limits.attachment else {
            report(
                .fileTooLarge, text,
                "'\(path)' has \(status.st_size) bytes, and at most \(limits.attachment) go with a letter",
                "raise 'limits: {attachment: …}' in router.yaml, or make the file smaller")
            return nil
        }
        let name = String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
        return .file(path: absolute, name: name)
    }

    mutating func compileInline(_ email: Reading) -> [InlineTemplate] {
        (email.find(EmailSetting.inline) ?? nil)?.entries.compactMap { entry in
            guard WorkspaceFiles.isName(entry.key.text) else {
                report(
                    .badName, entry.key.placed, "'\(entry.key.text)' can't name a picture",
                    "use Latin letters, digits, '_' and '-'")
                return nil
            }
            return compileFile(entry.value, mayBeSeveral: false).map {
                InlineTemplate(contentID: entry.key.text, file: $0)
            }
        } ?? []
    }
}
