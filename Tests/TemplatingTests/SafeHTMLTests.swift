import Attributes
import Peers
import Templating
import Testing

/// HTML that was written to do harm, and HTML that was not.
@Suite struct SafeHTMLTests {
    static let cases: [(String, String)] = [
        ("<p>Hello <b>you</b>", "<p>Hello <b>you</b></p>"), ("a < b & c", "a &lt; b & c"),
        ("&lt;script&gt;", "&lt;script&gt;"),
        (
            "<a href=\"https://x.example/?a=1&amp;b\">x</a>",
            "<a href=\"https://x.example/?a=1&amp;b\" rel=\"noopener noreferrer nofollow\">x</a>"
        ),
        ("<a href='mailto:a@b.example'>", "<a href=\"mailto:a@b.example\" rel=\"noopener noreferrer nofollow\"></a>"),
        ("<img src=\"cid:a@b\" alt=x width=5>", "<img src=\"cid:a@b\" alt=\"x\" width=\"5\">"),
        ("<td style='color: RED; Padding:4px'>x", "x"),
        ("<span style='color: RED; Padding:4px'>x", "<span style=\"color: RED; padding: 4px\">x</span>"),
        ("<html><head><title>t</title><style>p{}</style></head><body bgcolor=red><o:p>x</o:p></body></html>", "x"),
        (
            "<span style='color:rgb(1,2,3);font-family:\"Arial\"'>x",
            "<span style=\"color: rgb(1,2,3); font-family: &quot;Arial&quot;\">x</span>"
        ),
        // Scripts, in the ways of the OWASP cheat sheet.
        ("<script>alert(1)</script>x", "x"), ("<SCRIPT SRC=//x.example></SCRIPT>x", "x"),
        ("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
        ("<img src=x onerror=alert(1)>", ""), ("<p onclick=alert(1) ONMOUSEOVER='x'>x", "<p>x</p>"),
        ("<img \"\"\"><script>alert(1)</script>\">", "\"&gt;"),
        ("<a href=javascript:alert(1)>x", "<a>x</a>"), ("<a href=\" java\tscript:alert(1)\">x", "<a>x</a>"),
        ("<a href=JaVaScRiPt:alert(1)>x", "<a>x</a>"),
        ("<a href=\"&#106;avascript:alert(1)\">x", "<a>x</a>"),
        ("<a href=\"&#x6A&#x61vascript&colon;alert(1)\">x", "<a>x</a>"),
        ("<a href=\"\u{1}javascript:alert(1)\">x", "<a>x</a>"), ("<a href=data:text/html,x>x", "<a>x</a>"),
        ("<a href=//x.example>x", "<a>x</a>"),
        ("<a href=vbscript:x>x", "<a>x</a>"), ("<img src=\"data:image/svg+xml,<svg onload=x>\">", ""),
        ("<svg onload=alert(1)>x</svg>y", "y"),
        ("<svg><script>x</script></svg>y", "y"), ("<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", ""),
        ("<iframe src=x>y</iframe>z", "z"),
        ("<object data=x>y</object>", "y"), ("<embed src=x>", ""),
        ("<form action=x><input name=y><button>z</button></form>", "z"),
        ("<meta http-equiv=refresh content='0;url=x'>", ""), ("<base href=//x.example>", ""),
        ("<link rel=stylesheet href=x>", ""),
        ("<body onload=alert(1)>x", "x"), ("<body background=x>y", "y"),
        ("<table background=x><tr><td background=y>z", "<table><tr><td>z</td></tr></table>"),
        // Styles that fetch or run.
        ("<p style='background:url(//x.example)'>x", "<p>x</p>"), ("<p style='background-image:url(x)'>x", "<p>x</p>"),
        ("<p style='width:expression(alert(1))'>x", "<p>x</p>"), ("<p style='w\\69dth:1px;color:r\\65d'>x", "<p>x</p>"),
        ("<p style='color:/**/red'>x", "<p>x</p>"),
        ("<p style='position:fixed;top:0;z-index:9'>x", "<p>x</p>"), ("<p style='-moz-binding:url(x)'>x", "<p>x</p>"),
        ("<p style='color:\"red'>x", "<p>x</p>"),
        ("<p style=\"@import 'x';color:red\">x", "<p style=\"color: red\">x</p>"),
        ("<style>@import url(//x.example);</style>x", "x"),
        // What some readers take for something else.
        ("<!--<img src=\"--><img src=x onerror=alert(1)>\">", "\"&gt;"),
        ("<![CDATA[<script>alert(1)</script>]]>", "alert(1)]]&gt;"),
        (
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "<p title=\"&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;\"></p>"
        ),
        ("<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">", ""),
        ("<textarea><img src=x onerror=alert(1)></textarea>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">", ""),
        ("<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">", "\"&gt;"),
        ("<template><script>x</script></template>y", "y"), ("<plaintext><script>", ""),
        (
            "<p title='\"><script>alert(1)</script>'>x",
            "<p title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">x</p>"
        ), ("<p title=`x`>", "<p title=\"&#96;x&#96;\"></p>"),
        ("<p\u{0}>x\u{0}y", "xy"), ("<img/src='x'/onerror=alert(1)>", ""),
        (
            "<a/href=\"https://x.example\"/onclick=x>y",
            "<a href=\"https://x.example\" rel=\"noopener noreferrer nofollow\">y</a>"
        ),
        // Nothing ends what it stands in.
        ("</div></div>x", "x"), ("<div><p>x</div></div>y", "<div><p>x</p></div>y"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"), ("<td>x</td></table>", "x"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"),
        ("<table><table>x", "<table></table><table>x</table>"),
        (
            "<a href=https://x.example><a>y",
            "<a href=\"https://x.example\" rel=\"noopener noreferrer nofollow\"></a><a>y</a>"
        ),
        ("<table><tr><td></div></table>x", "<table><tr><td></td></tr></table>x"),
        ("<h1>a<h2>b", "<h1>a</h1><h2>b</h2>"),
        // No dots that count who reads.
        ("<img src=https://x.example/1.gif width=1 height=1>", ""),
        ("<img src=http://x.example/a.png alt='Logo'>", "<img alt=\"Logo\">"),
        ("<input type=image src=x>", ""), ("<video poster=x src=y>z</video>", "z"),
        ("<font face=Arial color=red>x", "<font face=\"Arial\" color=\"red\">x</font>"),
        ("<img srcset=x lowsrc=y dynsrc=z alt=w>", "<img alt=\"w\">"),
    ]

    @Test(arguments: cases)
    func `HTML is made safe`(html: String, safe: String) {
        #expect(SafeHTML.make(html) == safe)
        #expect(SafeHTML.make(safe) == safe)
    }

    @Test func `pictures are those that are given`() {
        let html = SafeHTML.make("<img src=\"cid:a@b\"><img src='cid:c'>") { $0 == "a@b" ? "/pictures/1?a&b" : nil }
        #expect(html == "<img src=\"/pictures/1?a&amp;b\">")
    }

    @Test(arguments: [
        "<div>", "<p>", "<a href=x>", "<p ", "<p a=b ", "<table><tr><td>", "<svg>", "<!--", "</p>", "&", "<li>",
        "<p style='a:b;",
    ])
    func `a megabyte of anything is done in time`(shard: String) {
        let html = String(repeating: shard, count: 200_000 / shard.utf8.count)
        let start = ContinuousClock.now
        #expect(SafeHTML.make(html).utf8.count < 10_000_000)
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    private static let browser = ["/usr/bin/chromium", "/usr/bin/google-chrome"].first { FileEntry(at: $0) != .missing }

    @Test(.enabled(if: browser != nil, "no Chromium on this machine: install the package chromium"))
    func `a real browser runs and fetches none of it`() async throws {
        let browser = try #require(Self.browser)
        // A script that runs changes the page's title; what is fetched would be seen as an element with an address.
        let body = Self.cases.map {
            "<div>\(SafeHTML.make($0.0.replacing("alert(1)", with: "document.title='owned'")))</div>"
        }.joined()
        let page = "<!DOCTYPE html><html><head><title>calm</title></head><body><main>\(body)</main></body></html>"
        let folder = try await Tool.require("mktemp", ["-d"]).split(separator: "\n").first.map(String.init) ?? ""
        try await Tool.require("sh", ["-c", "cat >\"$0/page.html\"", folder], input: Array(page.utf8))
        let dump = try await Tool.require(
            "timeout",
            [
                "240", browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder)/profile",
                "--dump-dom", "file://\(folder)/page.html",
            ])
        try await Tool.require("rm", ["-rf", folder])
        #expect(dump.contains("<title>calm</title>"))
        // Nothing has left its place.
        #expect(dump.contains("</div></main></body></html>"))
        #expect(!dump.contains("<script") && !dump.contains("<iframe") && !dump.contains("<svg"))
    }
}
