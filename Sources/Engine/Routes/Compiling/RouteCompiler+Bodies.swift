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
        /// Blank for a text that stands in the route.
        var ending: String
    }

    mutating func compileBody(
        _ body: BodySetting, as format: BodyFormat?, in email: Reading
    ) -> (text: Template?, html: Template?)? {
        var text: Template?
        var html: Template?
        var format = format
        switch body.content {
        case .single(let written):
            guard let body = load(written) else { return nil }
            // A file says by its name what it is; a text in the route is plain unless the route says otherwise.
            let form = format ?? (["html", "mustache"].contains(body.ending) ? .both : .plain)
            format = form
            if form == .plain, body.ending != "html" { text = read(body, .text) } else { html = read(body, .html) }
        case .halves(let htmlWritten, let textWritten):
            format = format ?? (htmlWritten == nil ? .plain : .both)
            if let htmlWritten { html = load(htmlWritten).flatMap { read($0, .html) } }
            if let textWritten { text = load(textWritten).flatMap { read($0, .text) } }
            if htmlWritten != nil, html == nil || textWritten != nil && text == nil { return nil }
        }
        guard text != nil || html != nil else { return nil }
        html = html.map { showPictures(of: $0, in: email) }
        if format != .html, text == nil { text = html?.derivedText() }
        if format != .plain, html == nil { html = text?.derivedHTML() }
        if format == .plain { html = nil }
        if format == .html { text = nil }
        checkPictures(of: html, in: email)
        return sign(text, html)
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
        guard body.ending == "mustache" else { return read(body.source, place) }
        return Template.read(mustache: body.source, in: place, for: schema, findings: &findings)
    }

    /// A body's text: what stands in the route, or the file that it names.
    private mutating func load(_ written: PlacedText) -> Body? {
        guard let ending = Self.fileEnding(written.text) else { return Body(source: written, ending: "") }
        do throws(TextFile.Problem) {
            let text = try TextFile.read(folder.resolve(written.text), limit: Self.bodyLimit)
            return Body(source: PlacedText(whole: Source(path: written.text, text: text.withLineFeeds)), ending: ending)
        } catch {
            report(
                .fileMissing, written, "the file '\(written.text)' \(error.words)",
                "paths are relative to the workspace; a one-line body that ends in .\(ending) names a file")
            return nil
        }
    }

    /// `html`, `txt` or `mustache` when a body is one line that names such a file.
    static func fileEnding(_ text: String) -> String? {
        guard !text.contains(where: \.isNewline), !text.contains("<"), !text.contains("{") else { return nil }
        return ["html", "txt", "mustache"].first { text.lowercased().hasSuffix(".\($0)") }
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
