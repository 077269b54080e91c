import Connecting
import Diagnostics
import Settings
import Templating

extension Diagnostic.Code {
    static let fileMissing = Self(rawValue: "file-missing")
}

extension RouteCompiler {
    /// Bytes of a body's file.
    private static let bodyLimit = 2_000_000

    /// A body's text, and what its file's name says of it.
    private struct Body {
        var source: PlacedText
        /// `nil` for a text that stands in the route.
        var ending: FileEnding?
    }

    /// The halves that the format asks for; one that is not written is derived from the other.
    mutating func compileBody(
        _ body: BodySetting, as format: BodyFormat?, in email: Reading
    ) -> (text: Template?, html: Template?)? {
        var text: Template?
        var html: Template?
        var format = format
        switch body.content {
        case .single(let written):
            guard let body = load(written) else { return nil }
            // A file says by its name what it is, and the format what a text in the route is; it is never sniffed.
            let isHTML =
                switch body.ending {
                case .html?: true
                case .txt?: false
                // Mustache says nothing of its own, and is HTML unless the letter is plain.
                case .mustache?: format != .plain
                case nil: format == .html || format == .both
                }
            if isHTML { html = read(body, .html) } else { text = read(body, .text) }
            format = format ?? (isHTML ? .both : .plain)
        case .halves(let htmlWritten, let textWritten):
            html = htmlWritten.flatMap { loadHalf($0, .html) }.flatMap { read($0, .html) }
            text = textWritten.flatMap { loadHalf($0, .txt) }.flatMap { read($0, .text) }
            guard (html == nil) == (htmlWritten == nil), (text == nil) == (textWritten == nil) else { return nil }
            format = format ?? (htmlWritten == nil ? .plain : .both)
        }
        html = html.map { showPictures(of: $0, in: email) }
        let plain = text ?? html?.derivedText()
        let marked = html ?? text?.derivedHTML()
        guard plain != nil else { return nil }
        checkPictures(of: format == .plain ? nil : marked, in: email)
        return sign(format == .html ? nil : plain, format == .plain ? nil : marked)
    }

    /// Adds the connection's signature; a half that it lacks is made from the other.
    private func sign(_ text: Template?, _ html: Template?) -> (text: Template?, html: Template?) {
        guard let signature = sending?.signature else { return (text, html) }
        let plain = signature.text?.text
        let marked = signature.html?.text
        let forText = plain ?? marked.flatMap { Template(constant: $0, in: .html).derivedText().constant }
        let forHTML = marked ?? plain.flatMap { Template(constant: $0, in: .text).derivedHTML(isWhole: false).constant }
        return (text?.signed(forText ?? ""), html?.signed(forHTML ?? ""))
    }

    private mutating func read(_ body: Body, _ place: Place) -> Template? {
        guard body.ending == .mustache else { return read(body.source, place) }
        return Template.read(mustache: body.source, in: place, for: schema, findings: &findings)
    }

    /// What a file says by its name that it is.
    enum FileEnding: String, CaseIterable {
        case html
        case txt
        case mustache
    }

    /// One half's text; a file of the other half is refused.
    private mutating func loadHalf(_ written: PlacedText, _ half: FileEnding) -> Body? {
        guard let body = load(written) else { return nil }
        guard body.ending == nil || body.ending == half || body.ending == .mustache else {
            report(
                .wrongType, written, "'\(written.text)' is named as the other half's file",
                half == .html ? "write it behind 'text:'" : "write it behind 'html:'; the plain half is made from it")
            return nil
        }
        return body
    }

    /// A body's text: what stands in the route, or the file that it names.
    private mutating func load(_ written: PlacedText) -> Body? {
        guard let (path, ending) = Self.file(in: written.text) else { return Body(source: written) }
        do throws(TextFile.Problem) {
            let text = try TextFile.read(folder.resolve(path), limit: Self.bodyLimit)
            return Body(source: PlacedText(whole: Source(path: path, text: text.withLineFeeds)), ending: ending)
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

extension String {
    /// With LF for CRLF, so that a template from Windows is the same template: what is derived from it looks at line ends.
    fileprivate var withLineFeeds: String {
        guard utf8.contains(0x0D) else { return self }
        let bytes = Array(utf8)
        let kept = bytes.indices.filter { bytes[$0] != 0x0D || $0 + 1 == bytes.count || bytes[$0 + 1] != 0x0A }
        return String(decoding: kept.map { bytes[$0] }, as: UTF8.self)
    }
}
