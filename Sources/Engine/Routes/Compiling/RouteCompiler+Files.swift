import Attributes
import Diagnostics
import Settings
import Templating

extension RouteCompiler {
    /// A document attribute, or a file of the workspace.
    mutating func compileFile(_ text: PlacedText) -> FileTemplate? {
        guard let template = read(text, .list) else { return nil }
        if let hole = template.soleHole {
            guard hole.type == .document else {
                report(
                    .wrongType, text, "'\(hole.path.text)' is \(hole.type.phrase), not a document",
                    "attach an attribute of type document, or a file of the workspace")
                return nil
            }
            return .attribute(hole)
        }
        guard let path = template.constant else {
            report(
                .wrongType, text, "a file's path can't come from data", "attach an attribute of type document: <Report>"
            )
            return nil
        }
        return compilePath(path, text)
    }

    mutating func compilePath(_ path: String, _ text: PlacedText) -> FileTemplate? {
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
            return compileFile(entry.value).map { InlineTemplate(contentID: entry.key.text, file: $0) }
        }
        return (declared ?? []) + pictures
    }

    /// Fields that have keys of their own, or that only the composer may write.
    private static let refusedHeaders: [String: String] = [
        "from": "from", "to": "to", "cc": "cc", "bcc": "bcc", "subject": "subject", "reply-to": "reply-to",
        "date": "", "message-id": "", "mime-version": "",
    ]

    mutating func compileHeaders(_ email: Reading) -> [HeaderTemplate] {
        (email.find(EmailSetting.headers) ?? nil)?.entries.compactMap { entry in
            let name = entry.key.text
            let lowercased = name.lowercased()
            if lowercased.hasPrefix("content-") || Self.refusedHeaders[lowercased] != nil {
                let key = Self.refusedHeaders[lowercased] ?? ""
                report(
                    .badHeader, entry.key.placed, "the field '\(name)' can't be set here",
                    key.isEmpty ? "router writes it itself" : "use the key '\(key):' of email")
                return nil
            }
            // RFC 5322 §3.6.8: printable US-ASCII without the colon.
            guard !name.isEmpty, name.utf8.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: ":") }) else {
                report(
                    .badHeader, entry.key.placed, "'\(name)' can't name a header field",
                    "use Latin letters, digits and '-'")
                return nil
            }
            return HeaderTemplate(name: name, values: entry.value.items.compactMap { read($0, .list) })
        } ?? []
    }
}
