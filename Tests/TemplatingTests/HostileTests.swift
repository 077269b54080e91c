import Attributes
import Diagnostics
import Glibc
import Templating
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

    /// Prints, for each document of a file (separated by lone form feeds), its markup without texts and its URLs' schemes.
    private static let parser = """
        import html.parser, sys
        class P(html.parser.HTMLParser):
            def __init__(s): super().__init__(convert_charrefs=True); s.out = []
            def handle_starttag(s, t, a):
                s.out.append('<' + t + ' ' + ' '.join(n for n, v in a))
                for n, v in a:
                    if n == 'href': s.out.append(v.split('/')[0].split('?')[0].split('#')[0].split(':')[0] if ':' in v.split('/')[0].split('?')[0].split('#')[0] else '-')
            def handle_endtag(s, t): s.out.append('</' + t)
            def handle_comment(s, d): s.out.append('<!--')
            def handle_decl(s, d): s.out.append('<!')
            def handle_pi(s, d): s.out.append('<?')
            def unknown_decl(s, d): s.out.append('<![')
        for d in open(sys.argv[1], newline='', encoding='utf-8').read().split('\\f'):
            p = P(); p.feed(d); p.close(); print(' '.join(p.out))
        """

    @Test func `no value breaks out of its place in HTML, as another parser sees it`() throws {
        var documents: [String] = []
        for context in Self.contexts {
            let template = try #require(Sample.read(context, in: .html, for: Self.schema).0)
            for value in ["x"] + Self.values { documents.append(Self.filled(template, value) ?? "refused") }
        }
        guard let shapes = try Self.shapes(documents) else {
            print("HostileTests: /usr/bin/python3 is missing, so no other parser has looked at the HTML")
            return
        }
        #expect(shapes.count == documents.count)
        let width = Self.values.count + 1
        for (number, context) in Self.contexts.enumerated() where (number + 1) * width <= shapes.count {
            let meant = shapes[number * width]
            #expect(meant.contains("<"), "\(context)")
            for (offset, value) in Self.values.enumerated() {
                let at = number * width + offset + 1
                #expect(shapes[at] == meant, "\(value) in \(context) gave \(documents[at])")
            }
        }
    }

    /// What Python's parser sees in each document, or `nil` without Python.
    private static func shapes(_ documents: [String]) throws -> [String]? {
        guard access("/usr/bin/python3", X_OK) == 0 else { return nil }
        var name = Array("/tmp/router-templates-XXXXXX".utf8CString)
        try #require(mkdtemp(&name) != nil)
        let folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let script = folder + "/parse.py"
        let input = folder + "/documents"
        defer {
            unlink(script)
            unlink(input)
            rmdir(folder)
        }
        for (path, text) in [(script, parser), (input, documents.joined(separator: "\u{0C}"))] {
            let file = try #require(fopen(path, "w"))
            fwrite(text, 1, text.utf8.count, file)
            fclose(file)
        }
        let pipe = try #require(popen("/usr/bin/python3 -X utf8 \(script) \(input)", "r"))
        var bytes: [UInt8] = []
        while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        #expect(pclose(pipe) == 0)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast()
            .map(String.init)
    }

    /// SplitMix64: the same templates every time.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
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
        "<b>", "</a>",
    ]

    @Test(arguments: [Place.text, .html, .header, .list])
    func `no template crashes, however broken`(_ place: Place) {
        var dice = Dice(state: 20_261_201)
        var filled = 0
        let values: [[String: Value]] = [[:], ["Body": .string("<ul><li>\"&'>{"), "Title": .string("<x")]]
        for round in 0..<1000 {
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
            let (template, findings) = Sample.read(text, in: place)
            for finding in findings { #expect(!finding.printed().isEmpty) }
            #expect((template == nil) == findings.contains { $0.severity == .error }, "\(text)")
            guard let template else { continue }
            for derived in [template, template.derivedText(), template.derivedHTML(), template.signed("s")] {
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
        "<li>", "<a href=x>y", "<pre>\n", "<td>x",
    ])
    func `the cost of reading grows with the text, not with its square`(_ shard: String) {
        let text = String(repeating: shard, count: 100_000 / shard.utf8.count)
        let clock = ContinuousClock()
        // Squared, this would take minutes; the bound only has to tell the two apart.
        let took = clock.measure {
            let (template, _) = Sample.read(text, in: .html)
            if let template { _ = Sample.fill(template.derivedText()) }
        }
        #expect(took < .seconds(15))
    }
}
