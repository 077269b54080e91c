import Connecting
import Diagnostics
import Settings
import Templating

extension Diagnostic.Code {
    static let fileMissing = Self(rawValue: "file-missing")
    static let mustacheFile = Self(rawValue: "mustache-file")
}

extension RouteCompiler {
    /// Bytes of a body's file.
    private static let bodyLimit = 2_000_000

    /// The halves that the format asks for; one that is not written is derived from the other.
    mutating func compileBody(_ body: BodySetting, as format: BodyFormat?) -> (text: Template?, html: Template?)? {
        var text: Template?
        var html: Template?
        var format = format
        switch body.content {
        case .single(let written):
            guard let (source, ending) = load(written) else { return nil }
            // A file says by its name what it is, and the format what a text in the route is; it is never sniffed.
            let isHTML = ending.map { $0 == .html } ?? (format == .html || format == .both)
            if isHTML { html = read(source, .html) } else { text = read(source, .text) }
            format = format ?? (isHTML ? .both : .plain)
        case .halves(let htmlWritten, let textWritten):
            html = htmlWritten.flatMap { loadHalf($0, .html) }.flatMap { read($0, .html) }
            text = textWritten.flatMap { loadHalf($0, .txt) }.flatMap { read($0, .text) }
            guard (html == nil) == (htmlWritten == nil), (text == nil) == (textWritten == nil) else { return nil }
            format = format ?? (htmlWritten == nil ? .plain : .both)
        }
        let plain = text ?? html?.derivedText()
        let marked = html ?? text?.derivedHTML()
        guard plain != nil else { return nil }
        return sign(format == .html ? nil : plain, format == .plain ? nil : marked)
    }

    /// Adds the connection's signature; a half that it lacks is made from the other.
    private func sign(_ text: Template?, _ html: Template?) -> (text: Template?, html: Template?) {
        guard let signature = sending?.signature else { return (text, html) }
        let plain = signature.text?.text
        let marked = signature.html?.text
        let forText = plain ?? marked.flatMap { Template(constant: $0, in: .html).derivedText().constant }
        let forHTML = marked ?? plain.flatMap { Template(constant: $0, in: .text).derivedHTML().constant }
        return (text?.signed(forText ?? ""), html?.signed(forHTML ?? ""))
    }

    /// What a file says by its name that it is.
    enum FileEnding: String, CaseIterable {
        case html
        case txt
        case mustache
    }

    /// One half's text; a file of the other half is refused.
    private mutating func loadHalf(_ written: PlacedText, _ half: FileEnding) -> PlacedText? {
        guard let (source, ending) = load(written) else { return nil }
        guard ending == nil || ending == half else {
            report(
                .wrongType, written, "'\(written.text)' is named as the other half's file",
                half == .html ? "write it behind 'text:'" : "write it behind 'html:'; the plain half is made from it")
            return nil
        }
        return source
    }

    /// A body's text: what stands in the route, or the file that it names.
    private mutating func load(_ written: PlacedText) -> (source: PlacedText, ending: FileEnding?)? {
        guard let (path, ending) = Self.file(in: written.text) else { return (written, nil) }
        guard ending != .mustache else {
            report(
                .mustacheFile, written, "router can't read Mustache files",
                "write the body as HTML or text with <Name> placeholders")
            return nil
        }
        do throws(TextFile.Problem) {
            let text = try TextFile.read(folder.resolve(path), limit: Self.bodyLimit)
            return (PlacedText(whole: Source(path: path, text: text)), ending)
        } catch {
            report(
                .fileMissing, written, "the file '\(path)' \(error.words)",
                "paths are relative to the workspace; a one-line body that ends in .\(ending.rawValue) names a file")
            return nil
        }
    }

    /// The file that a body names: one line without placeholders that ends as such files do.
    static func file(in text: String) -> (path: String, ending: FileEnding)? {
        let path = text.trimmingWhitespace()
        guard !path.contains(where: \.isNewline), !path.contains("<"), !path.contains("{") else { return nil }
        return FileEnding.allCases.first { path.lowercased().hasSuffix(".\($0.rawValue)") }.map { (path, $0) }
    }
}
