import Attributes
import Diagnostics
import Glibc
import Templating
import Peers
import Testing

/// Values and templates that nobody meant well.
@Suite struct HostileTests {
    static let contexts = [
        "<div id=\"a\"><p>{V}</p></div>", "<div title=\"{V}\" id='b'>x</div>", "<div title='{V}' id=\"b\">x</div>",
        "<p>a{V}b{V}c", "<textarea>{V}</textarea><b>x</b>", "<title>{V}</title><b>x</b>",
        "<a href=\"https://x.org/?q={V}&amp;r=1\">x</a>", "<a href='https://x.org/{V}/y'>x</a>",
        "<a href='https://{V}/y'>x</a>", "<a href=\"mailto:{V}\">x</a>", "<a href='java{V}'>x</a>",
        "<a href='/{V}'>x</a>",
        "<img alt=\"{V}\" src=\"cid:logo\"><b>x</b>", "<a href='#{V}'>x</a>", "<a href='https:{V}'>x</a>",
    ]

    static let values = [
        "\"", "'", "<", ">", "&", "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>", "</p></div><h1>",
        "</textarea><script>", "</title><script>", "<!--", "-->", "]]>", "&quot;&#39;&lt;", "\n\r\t ", "\u{0}<\u{0}b>",
        "javascript:alert(1)", "script:alert(1)", "JaVaScRiPt:alert(1)", "//evil.org", "/\\evil.org", "\\", "`", "=",
        " onclick=x ", "\u{2028}", "\u{202E}", "é💥", "<\u{0}!--", "data:text/html,<script>x</script>", "a=b&c=d#e?f",
        "{V}", "<V>", "%22%3E", "+ADw-script+AD4-", "{{V}}", "x\" style=\"y", "</a><a href=javascript:x>",
        "\u{FEFF}<b>",
    ]

    private static let schema = Schema([Attribute("V", .string, isRequired: true)])

    private static func filled(_ template: Template, _ value: String) -> String? {
        try? template.text(Record(schema, [.string(value)]), as: Sample.russian)
    }

    @Test func `no value breaks out of its place in HTML, as another parser sees it`() async throws {
        var documents: [String] = []
        for context in Self.contexts {
            let template = try #require(Sample.read(context, in: .html, for: Self.schema).0)
            for value in ["x"] + Self.values { documents.append(Self.filled(template, value) ?? "refused") }
        }
        let seen = try await ReadHTML.all(documents)
        try #require(seen.count == documents.count)
        let width = Self.values.count + 1
        for (number, context) in Self.contexts.enumerated() {
            let meant = seen[number * width]
            #expect(!meant.marks.isEmpty, "\(context)")
            for (offset, value) in Self.values.enumerated() {
                let at = number * width + offset + 1
                #expect(seen[at].marks == meant.marks, "\(value) in \(context) gave \(documents[at])")
                #expect(
                    seen[at].addresses.map(Self.scheme) == meant.addresses.map(Self.scheme), "\(value) in \(context)")
            }
        }
    }

    /// What a program would take for an address's scheme; text that no letter begins has none.
    private static func scheme(_ value: String) -> String {
        let head = value.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let colon = head.firstIndex(of: ":"), head.first?.isLetter == true else { return "" }
        let scheme = head[..<colon].lowercased()
        return ["http", "https", "mailto", "javascript", "data", "cid"].contains(scheme) ? scheme : ""
    }

    /// Pieces of which texts are thrown together that break out, nest and run on.
    private static let alphabet = [
        "a", "б", "💥", " ", "<", ">", "\"", "'", "&", "=", "/", "\\", "`", ";", "#", "?", "%", ":", "\u{0}", "\n", "\t",
        "&amp;", "&#39;", "&lt", "<b>", "</p>", "<!--", "-->", "{", "}", "{{", "}}", "{V}", "<V>", "%22", "\u{2028}",
        "\u{301}", "\u{FEFF}", "javascript:", "onclick=",
    ]

    @Test func `every value comes back from HTML as it went in`() async throws {
        let contexts: [(template: String, isAddress: Bool)] = [
            ("<p>{V}</p>", false), ("<i title=\"{V}\">x</i>", false), ("<i title='<V>'>x</i>", false),
            ("<textarea>{V}</textarea>", false), ("<a href=\"https://x.org/?q={V}\">x</a>", true),
            ("<a href='https://x.org/{V}'>x</a>", true), ("<a href='#{V}'>x</a>", true),
        ]
        var dice = Dice(state: 4)
        let values = (0..<60 * Dice.effort).map { _ in
            (0..<dice.number(1...12)).map { _ in dice.pick(Self.alphabet) }.joined()
        }
        for context in contexts {
            let template = try #require(Sample.read(context.template, in: .html, for: Self.schema).0)
            let documents = values.map { Self.filled(template, $0) ?? "refused" }
            let seen = try await ReadHTML.all(documents)
            let plain = try await ReadHTML.all([Self.filled(template, "x") ?? ""])
            try #require(seen.count == values.count && plain.count == 1)
            for (value, found) in zip(values, seen) {
                #expect(found.marks == plain[0].marks, "\(value)")
                // A NUL can't stand in HTML at all.
                let meant = value.replacing("\u{0}", with: "\u{FFFD}")
                if let address = found.values.first, context.isAddress {
                    let head = context.template.split { $0 == "\"" || $0 == "'" }[1].split(separator: "{")[0]
                    #expect(address.hasPrefix(head))
                    #expect(Self.percentDecoded(address.dropFirst(head.count)) == value)
                } else {
                    #expect((found.values.first ?? found.text) == meant)
                }
            }
        }
    }

    private static func percentDecoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? byte)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static let shards = [
        "<", ">", "{", "}", "\\", "\"", "'", "/", "=", ":", "|", " ", "\n", "\r\n", "Title", "<Title>", "{Title}",
        "Place|",
        "<Place|>", "Client.Name", "[0]", ".", "Participants", "{Participants[1].Name}", "<Start:", "dd.MM.yyyy",
        "<Count:0.00>",
        "<a href=", "<a href='", "https://x/", "?q=", "<p ", "title=\"", "<!--", "-->", "<style>", "</style>",
        "<script>",
        "</script>", "<title>", "</title>", "<pre>", "<ul><li>", "</ul>", "<ol>", "<td>", "<br>", "&amp;", "&#",
        "&#x1F4A5;", ";",
        "join(\"; \")", ":html", "{Body:html}", "Титул", "💥", "\u{0}", "\u{300}", "{{", "<img alt='", "</body>", "é",
        "<b>", "</a>", "{{#Orders}}", "{{/Orders}}", "{{^Place}}", "{{#Place}}", "{{/Place}}", "{{Number}}", "{{.}}",
        "{{#Tags}}", "{{/Tags}}", "{{! x", "}}", "{{=<% %>=}}", "{{{Body}}}", "{{&Body}}",
        "{{#Extra}}{{Key}}{{/Extra}}",
        "<blockquote>", "</blockquote>", "<div hidden>", "</div>", "<img src='a.png'>", "<p style='display:none'>",
        "</p>",
        "<table><tr>", "</table>",
    ]

    @Test(arguments: [Place.text, .html, .header, .list])
    func `no template crashes, however broken`(_ place: Place) {
        var dice = Dice(state: 20_261_201)
        var filled = 0
        let values: [[String: Value]] = [[:], ["Body": .string("<ul><li>\"&'>{"), "Title": .string("<x")]]
        for round in 0..<1000 * Dice.effort {
            var text = ""
            if round % 3 == 0 {
                let bytes = (0..<Int.random(in: 0...60, using: &dice)).map { _ in
                    UInt8.random(in: 0...255, using: &dice)
                }
                text = String(decoding: bytes, as: UTF8.self)
            } else {
                for _ in 0..<Int.random(in: 1...12, using: &dice) {
                    text += Self.shards.randomElement(using: &dice) ?? ""
                }
            }
            let isMustache = round % 2 == 0 && (place == .text || place == .html)
            let (template, findings) =
                isMustache ? Sample.read(mustache: text, in: place) : Sample.read(text, in: place)
            for finding in findings { #expect(!finding.printed().isEmpty) }
            #expect((template == nil) == findings.contains { $0.severity == .error }, "\(text)")
            guard let template else { continue }
            let plain = template.derivedText()
            for derived in [template, plain, template.derivedHTML(), template.signed("s"), plain.signed("s")] {
                for changes in values { _ = Sample.fill(derived, changes) }
            }
            filled += 1
        }
        #expect(filled > 60)
    }

    @Test func `what was derived from a template holds no markup of it`() throws {
        let template = try #require(Sample.read("<p>{Body:html}</p>", in: .html).0)
        let nasty = "<style>a{}</style><p>x<script>alert(1)</script></p><!-- c --><ul><li>y"
        #expect(Sample.fill(template.derivedText(), ["Body": .string(nasty)]) == "x\n\n- y\n")
    }

    @Test(arguments: [
        "<a", "{{", "<Title:'", "{Place|", "<x|", "{x:", "< Title", "\\", "<!--", "<a href='", "</", "&", "{Title }",
        "<Participants[",
        "<li>", "<a href=x>y", "<pre>\n", "<td>x", "<blockquote>", "</blockquote>x", "<div hidden>", "<ul>", "&amp",
        "&#1",
        "<img src=a>", "\u{200D}", "{{Title}} ", "{{!", "{{#", "{{Title:'", "{{Title|", "{{#Done}}", "{{/Done}}", "{{=",
        "<svg/>", "https://",
    ])
    func `the cost of reading grows with the text, not with its square`(_ shard: String) {
        let text = String(repeating: shard, count: 100_000 / shard.utf8.count)
        // Squared, this would take minutes; the bound only has to tell the two apart.
        let took = Work.measure {
            for read in [Sample.read(text, in: .html), Sample.read(mustache: text, in: .html)] {
                if let template = read.0 { _ = Sample.fill(template.derivedText()) }
            }
            if let template = Sample.read(mustache: text, in: .text).0 { _ = Sample.fill(template.derivedHTML()) }
        }
        #expect(took < .seconds(100))
    }
}
