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

    mutating func compileBody(
        _ body: BodySetting, as format: BodyFormat?, in email: Reading
    ) -> (text: Template?, html: Template?)? {
        var text: Template?
        var html: Template?
        var format = format
        switch body.content {
        case .single(let written):
            guard let (source, ending) = load(written) else { return nil }
            // A file says by its name what it is; a text in the route is plain unless the route says otherwise.
            let form = format ?? (ending == "html" ? .both : .plain)
            format = form
            if form == .plain, ending != "html" { text = read(source, .text) } else { html = read(source, .html) }
        case .halves(let htmlWritten, let textWritten):
            format = format ?? (htmlWritten == nil ? .plain : .both)
            if let htmlWritten { html = load(htmlWritten).flatMap { read($0.source, .html) } }
            if let textWritten { text = load(textWritten).flatMap { read($0.source, .text) } }
            if htmlWritten != nil, html == nil || textWritten != nil && text == nil { return nil }
        }
        guard text != nil || html != nil else { return nil }
        if format != .html, text == nil { text = html?.derivedText() }
        if format != .plain, html == nil { html = text?.derivedHTML() }
        if format == .plain { html = nil }
        if format == .html { text = nil }
        return sign(text, html)
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

    /// A body's text: what stands in the route, or the file that it names.
    private mutating func load(_ written: PlacedText) -> (source: PlacedText, ending: String)? {
        guard let ending = Self.fileEnding(written.text) else { return (written, "") }
        guard ending != "mustache" else {
            report(
                .mustacheFile, written, "router can't read Mustache files",
                "write the body as HTML or text with <Name> placeholders")
            return nil
        }
        do throws(TextFile.Problem) {
            let text = try TextFile.read(folder.resolve(written.text), limit: Self.bodyLimit)
            return (PlacedText(whole: Source(path: written.text, text: text.withLineFeeds)), ending)
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
