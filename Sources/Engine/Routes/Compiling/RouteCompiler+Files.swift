import Attributes
import Diagnostics
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

    mutating func compilePath(_ path: String, _ text: PlacedText) -> FileTemplate? {
        guard !path.isEmpty else {
            report(.fileMissing, text, "the name of the file is blank", "write its path, relative to the workspace")
            return nil
        }
        let absolute = folder.resolve(path)
        switch FileEntry(at: absolute) {
        case .file(let size) where size <= limits.attachment:
            let name = String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
            return .file(path: absolute, name: name)
        case .file(let size):
            report(
                .fileTooLarge, text, "'\(path)' has \(size) bytes, and at most \(limits.attachment) go with a letter",
                "raise 'limits: {attachment: …}' in router.yaml, or make the file smaller")
        case .missing:
            report(.fileMissing, text, "the file '\(path)' does not exist", "paths are relative to the workspace")
        case .folder, .other:
            report(.fileMissing, text, "'\(path)' is not a file", "attach a file, not a folder")
        case .forbidden:
            report(
                .fileUnreadable, text, "the file '\(path)' can't be read",
                "make it readable by the user who runs router")
        }
        return nil
    }

    /// The pictures that the route declares, and those whose files the HTML names.
    mutating func compileInline(_ email: Reading) -> [InlineTemplate] {
        let declared: [InlineTemplate]? = (email.find(EmailSetting.inline) ?? nil)?.entries.compactMap { entry in
            guard WorkspaceFiles.isName(entry.key.text) else {
                report(
                    .badName, entry.key.placed, "'\(entry.key.text)' can't name a picture",
                    "use Latin letters, digits, '_' and '-'")
                return nil
            }
            return compileFile(entry.value, mayBeSeveral: false).map {
                InlineTemplate(contentID: entry.key.text, file: $0)
            }
        }
        return (declared ?? []) + pictures
    }
}
