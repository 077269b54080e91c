import Attributes
import Templating
import Testing

@Suite struct DerivingTests {
    @Test(arguments: [
        ("<p>Hello,  <b>{Title}</b>!</p>\n<p>Bye</p>", "Hello, Планёрка!\n\nBye\n"),
        ("<h1>{Title}</h1>text<br>more<br/>end", "Планёрка\n\ntext\nmore\nend\n"),
        ("<ul><li>a</li><li>{Title}</li></ul><ol><li>x<li>y</ol>", "- a\n- Планёрка\n\n1. x\n2. y\n"),
        ("<ul><li>a<ul><li>b<br>c</li></ul></li><li>d</li></ul>", "- a\n  - b\n    c\n- d\n"),
        (
            "<a href='https://x.org/?q={Title}'>here</a>.",
            "here (https://x.org/?q=%D0%9F%D0%BB%D0%B0%D0%BD%D1%91%D1%80%D0%BA%D0%B0).\n"
        ),
        ("<a href='{Link}'>{Link}</a> <a href='https://x.org/'>x.org</a>", "https://example.com/?a=1&b=2 x.org\n"),
        ("<a href='{Link}'>go</a>", "go (https://example.com/?a=1&b=2)\n"),
        ("<a href='{Place|}'>go</a>!", "go!\n"),
        (
            "<a href='mailto:a@b.c'>a@b.c</a> <a href='mailto:{Client.Address}'>mail</a>",
            "a@b.c mail (ivan@example.com)\n"
        ),
        ("<a href='https://x.org/?a&amp;b'>x</a><a href='#top'>up</a>", "x (https://x.org/?a&b)up\n"),
        ("<a href='https://x.org/p'><img src='cid:a' alt=''></a>", "https://x.org/p\n"),
        ("<img src='cid:a' alt='Logo of {Title}'> x", "Logo of Планёрка x\n"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>{Title}</td><td>2</td></tr></table>", "A | B\nПланёрка | 2\n"),
        ("<table><tr><td><p>A</p></td><td></td><td>&nbsp;</td></tr></table><p>x", "A\n\nx\n"),
        (
            "&lt;b&gt; &amp;amp; &#1055;&#x41; &laquo;&raquo;&euro; &unknown; &copy 10&nbsp;000",
            "<b> &amp; ПA «»€ &unknown; © 10\u{A0}000\n"
        ),
        (
            "<head><title>{Title}</title></head><style>p{}</style><script>x</script><!-- c --><body>text</body>",
            "text\n"
        ),
        ("<pre>\na\n  b {Title}\n\nc</pre>d", "a\n  b Планёрка\n\nc\n\nd\n"),
        ("a<hr>b", "a\n----------\nb\n"),
        ("<div>a<div>b</div></div>\n\n  c", "a\nb\nc\n"),
        ("x {Body:html} y", "x\n\nHi & bye\n\ny\n"),
        ("<p>{Start:d MMMM}</p>", "1 декабря\n"),
        ("<p>{Place|}</p>", ""), ("<p>a</p><p>{Place|}</p><p>b</p>", "a\n\nb\n"),
        ("<li>{Place|} <b> {Place|} </b></li>x", "x\n"), ("a {Place|} b", "a b\n"),
        ("<blockquote>a<br>b<blockquote>c</blockquote></blockquote>d", "> a\n> b\n>\n> > c\n\nd\n"),
        ("<ol start=9><li>a</li><li value='20'>b<li>c</ol>", "9. a\n20. b\n21. c\n"),
        ("a<p hidden>b<p>c<div style='color:red; DISPLAY : none !important'>d<div>e</div>f</div><p>g", "a\n\nc\n\ng\n"),
        ("<ul><li hidden>a<ul><li>b</li></ul></li><li>c</ul>", "- c\n"),
        ("<table><tr><td style='display:none'>a<table><tr><td>b</table><td>c<td>d</table>", "c | d\n"),
        ("<table role=presentation><tr><td>a</td><td>b</td></tr></table>", "a\nb\n"),
        ("a<!--[if mso]><p>b</p><![endif]--><![if !mso]>c<![endif]>d", "acd\n"),
        ("so&shy;ft ze&#8203;ro &zwj;👨&zwj;👩 &zwnj; x", "soft zero 👨\u{200D}👩 x\n"),
        ("<pre>\r\n a\r\n\r\n  b\r\n</pre>", " a\n\n  b\n"), ("a<br><br><br><br><br>b", "a\n\n\nb\n"),
        ("<a href='mailto:{Client.Address}?subject={Title}'>write</a>", "write (ivan@example.com)\n"),
        ("<a href='tel:+7-495'>+7 495</a> <a href='tel:+7495'>call</a>", "+7 495 call (+7495)\n"),
        (
            "<a href='javascript:x'>a</a> <a href='cid:a'>b</a> <a href=' https://x.org '>c </a>d",
            "a b c (https://x.org) d\n"
        ),
        ("</ul></blockquote></a></td></li>x</pre>", "x\n"), ("<svg/>a<svg a='b'>b</svg>c", "ac\n"),
        ("<h1>Éa</h1><b>b</b>", "Éa\n\nb\n"), ("1&#160;000&nbsp; x", "1\u{A0}000\u{A0}x\n"),
        ("", ""), ("<p></p>", ""),
    ])
    func `the text of an HTML body says the same`(_ html: String, _ expected: String) throws {
        let template = try #require(Sample.read(html, in: .html).0)
        #expect(Sample.fill(template.derivedText()) == expected)
    }

    @Test func `values stand in the derived text as they are`() throws {
        let template = try #require(Sample.read("<p>{Body}</p>", in: .html).0)
        #expect(Sample.fill(template.derivedText(), ["Body": .string("<b>&\"")]) == "<b>&\"\n")
        #expect(template.derivedText().place == .text)
    }

    @Test(arguments: [
        (
            "Hello {Title}\nline\n\nPara & <b>\n",
            "<html><body>\n<p>Hello Планёрка<br>\nline</p>\n<p>Para &amp; &lt;b&gt;</p>\n</body></html>\n"
        ),
        ("\n\nx\r\n  \r\n\r\ny", "<html><body>\n<p>x</p>\n<p>y</p>\n</body></html>\n"),
        ("{Tags}\n{Title}", "<html><body>\n<p>red, blue<br>\nПланёрка</p>\n</body></html>\n"),
        ("", "<html><body>\n</body></html>\n"),
        (
            "See https://x.org/a?b=1&c=(2), or (http://x.org). Mailto:a@b.c! «https://x.org/é»",
            "<html><body>\n<p>See <a href=\"https://x.org/a?b=1&amp;c=(2)\">https://x.org/a?b=1&amp;c=(2)</a>, or "
                + "(<a href=\"http://x.org\">http://x.org</a>). <a href=\"Mailto:a@b.c\">Mailto:a@b.c</a>! "
                + "«<a href=\"https://x.org/é\">https://x.org/é</a>»</p>\n</body></html>\n"
        ),
        (
            "javascript:x ftp://x.org https:// xhttps://x.org https://x.org/{Title} {Title}https://x.org \"https://x.org\"<b",
            "<html><body>\n<p>javascript:x ftp://x.org https:// xhttps://x.org https://x.org/Планёрка Планёркаhttps://x.org "
                + "&quot;<a href=\"https://x.org\">https://x.org</a>&quot;&lt;b</p>\n</body></html>\n"
        ),
        ("- a\n  - b\n\n{Place|}\n\nc", "<html><body>\n<p>- a<br>\n  - b</p>\n<p>c</p>\n</body></html>\n"),
    ])
    func `the HTML of a plain body has its paragraphs and lines`(_ text: String, _ expected: String) throws {
        let template = try #require(Sample.read(text, in: .text).0)
        #expect(Sample.fill(template.derivedHTML()) == expected)
    }

    @Test func `a value's lines are seen in derived HTML, and its markup is not`() throws {
        let template = try #require(Sample.read("{Body}", in: .text).0)
        let html = Sample.fill(template.derivedHTML(), ["Body": .string("a\n<b>")])
        #expect(html == "<html><body>\n<p>a<br>\n&lt;b&gt;</p>\n</body></html>\n")
    }

    @Test(arguments: [
        ("<html><body>x</body></html>", "<html><body>x<i>s</i></body></html>"),
        ("<BODY>{Title}</BODY >", "<BODY>Планёрка<i>s</i></BODY >"),
        ("x</html>", "x<i>s</i></html>"),
        ("<p>x</p>", "<p>x</p><i>s</i>"),
        ("x<!-- </body> -->", "x<!-- </body> --><i>s</i>"),
        ("a</body>b</body>c", "a</body>b<i>s</i></body>c"),
        ("{Title}", "Планёрка<i>s</i>"),
        ("", "<i>s</i>"),
    ])
    func `an HTML signature goes before the end of the body`(_ html: String, _ expected: String) throws {
        let template = try #require(Sample.read(html, in: .html).0)
        #expect(Sample.fill(template.signed("<i>s</i>")) == expected)
    }

    @Test(arguments: [
        ("Hello\n\n", "Hello\n-- \nS"), ("{Title}", "Планёрка\n-- \nS"), ("", "-- \nS"),
        ("a {Title}\r\n", "a Планёрка\n-- \nS"),
    ])
    func `a text signature goes after two dashes and a space`(_ text: String, _ expected: String) throws {
        let template = try #require(Sample.read(text, in: .text).0)
        #expect(Sample.fill(template.signed("S")) == expected)
        #expect(Sample.fill(template.signed("")) == Sample.fill(template))
    }
}
