import Diagnostics
import Settings
import Templating

extension Diagnostic.Code {
    static let unknownPicture = Self(rawValue: "unknown-picture")
    static let unusedPicture = Self(rawValue: "unused-picture")
}

extension RouteCompiler {
    /// Makes the workspace's files that an HTML body shows parts of the letter: `src="files/logo.png"` becomes `src="cid:logo"`.
    ///
    /// A file is one part, however often it is shown, and the one that `inline` declares if it does.
    mutating func showPictures(of html: Template, in email: Reading) -> Template {
        let declared = (email.find(EmailSetting.inline) ?? nil)?.entries ?? []
        var names = Dictionary(
            declared.map { (folder.resolve($0.value.text), $0.key.text) }, uniquingKeysWith: { first, _ in first })
        var missing: Set<String> = []
        return html.replacingPictures { picture in
            switch picture.address {
            case .contentID(let name):
                if !declared.contains(where: { $0.key.text == name }) {
                    report(
                        .unknownPicture, picture.text, "no picture of the letter is called '\(Visible.line(name))'",
                        Suggestion.help(for: name, among: declared.map(\.key.text))
                            ?? "declare it under 'inline:', or write a file's path: src=\"files/logo.png\"")
                }
                return nil
            case .file(let path):
                let absolute = folder.resolve(path)
                if names[absolute] == nil, !missing.contains(absolute) {
                    if let file = compilePath(path, picture.text) {
                        let taken = declared.map(\.key.text) + pictures.map(\.contentID)
                        let name = Self.contentID(for: path, besides: taken)
                        pictures.append(InlineTemplate(contentID: name, file: file))
                        names[absolute] = name
                    } else {
                        missing.insert(absolute)
                    }
                }
                return names[absolute].map { "cid:\($0)" }
            }
        }
    }

    /// Warns of pictures that are declared and never shown.
    mutating func checkPictures(of html: Template?, in email: Reading) {
        for entry in (email.find(EmailSetting.inline) ?? nil)?.entries ?? [] {
            // A name that can't be one was complained of.
            guard WorkspaceFiles.isName(entry.key.text), html?.mayShow(contentID: entry.key.text) != true else {
                continue
            }
            report(
                .unusedPicture, entry.key.placed, "the letter does not show '\(entry.key.text)'",
                html == nil
                    ? "a plain letter shows no pictures: put the file under 'attachments:'"
                    : "write <img src=\"cid:\(entry.key.text)\"> into the HTML, or put the file under 'attachments:'",
                severity: .warning)
        }
    }

    /// A name for a file's part, from the file's own: `logo` for `files/logo.png`.
    private static func contentID(for path: String, besides taken: [String]) -> String {
        let file = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        let base = String(file[..<(file.firstIndex(of: ".") ?? file.endIndex)])
        let name = WorkspaceFiles.isName(base) && base.utf8.count <= 100 ? base : "picture"
        var number = 1
        var unique = name
        while taken.contains(unique) {
            number += 1
            unique = "\(name)-\(number)"
        }
        return unique
    }
}
