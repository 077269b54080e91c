import Attributes
import Templating
import Testing

@Suite struct EscapingTests {
    static let nasty = Value.string("a<b>\"'&\u{0}é\n")

    @Test(arguments: [
        ("<p>{Body}</p>", "<p>a&lt;b&gt;&quot;&#39;&amp;\u{FFFD}é\n</p>"),
        ("<p title=\"{Body}\">", "<p title=\"a&lt;b&gt;&quot;&#39;&amp;\u{FFFD}é\n\">"),
        ("<p title='<Body>'>", "<p title='a&lt;b&gt;&quot;&#39;&amp;\u{FFFD}é\n'>"),
        (
            "<title><Body></title><textarea><Body></textarea>",
            "<title>a&lt;b&gt;&quot;&#39;&amp;\u{FFFD}é\n</title><textarea>a&lt;b&gt;&quot;&#39;&amp;\u{FFFD}é\n</textarea>"
        ),
        ("<a href=\"https://x.org/?q={Body}\">", "<a href=\"https://x.org/?q=a%3Cb%3E%22%27%26%00%C3%A9%0A\">"),
        ("<a href='https://x.org/#<Body>'>", "<a href='https://x.org/#a%3Cb%3E%22%27%26%00%C3%A9%0A'>"),
        ("<a href='https://x.org/<Body>/y'>", "<a href='https://x.org/a%3Cb%3E%22&#39;&amp;%00%C3%A9%0A/y'>"),
    ])
    func `HTML text and quoted attributes are escaped, addresses percent-encoded as well`(
        _ template: String, _ expected: String
    ) {
        #expect(Sample.fill(template, in: .html, ["Body": Self.nasty]) == expected)
    }

    @Test(arguments: [
        ("<a href='<Link>'>", "https://example.com/?a=1&b=2", "https://example.com/?a=1&amp;b=2"),
        ("<a href='<Link>'>", "HTTPS://x.org/a b%20c'", "HTTPS://x.org/a%20b%20c&#39;"),
        ("<a href='<Link>'>", "tel:+7 495", "tel:+7%20495"),
        ("<img src=\"<Link>\">", "cid:logo@x", "cid:logo@x"),
        ("<a href='mailto:<Link>'>", "a@b.c?bcc=d", "mailto:a@b.c%3Fbcc=d"),
        (
            "<a href='<Link>/x?y=<Title>'>", "https://x.org",
            "https://x.org/x?y=%D0%9F%D0%BB%D0%B0%D0%BD%D1%91%D1%80%D0%BA%D0%B0"
        ),
        ("<a href='https://<Link>/x'>", "x.org:80/@y?#", "https://x.org:80%2F%40y%3F%23/x"),
        ("<a href='https://x.org/<Link>'>", "a/b:c?d#e%", "https://x.org/a/b:c%3Fd%23e%25"),
        ("<a href='/<Link>'>", "/evil.org", "/%2Fevil.org"),
        ("<a href='java<Link>'>", "script:alert(1)", "javascript%3Aalert%281%29"),
        ("<a href='order<Link>/x:y'>", ":1", "order%3A1/x:y"),
        ("<a href='https://x.org/?<Link>=<Link>'>", "a&b", "https://x.org/?a%26b=a%26b"),
        ("<a HREF = \"https://x.org/?q=<Link>\">", "é", "https://x.org/?q=%C3%A9"),
    ])
    func `what is encoded depends on the part of the address`(_ template: String, _ value: String, _ address: String) {
        let html = Sample.fill(template, in: .html, ["Link": .string(value)])
        #expect(html.split(whereSeparator: { $0 == "'" || $0 == "\"" }).dropFirst().first.map(String.init) == address)
    }

    @Test(arguments: [
        "javascript:alert(1)", " https://x.org", "example.com", "//x.org", "data:text/html,x", "java\nscript:x", "",
        "/x", ":x",
    ])
    func `a value that begins an address has a scheme that opens a page, a letter or a call`(_ value: String) {
        let said = Sample.fill("<a href='<Link|#>'>", in: .html, ["Link": .string(value)])
        let refused =
            "/Link: expected an address that begins with http:, https:, mailto:, tel: or cid:, found the text '\(value)'"
        #expect(said == (value.isEmpty ? "<a href='#'>" : refused))
    }

    @Test(arguments: [
        (
            "<a href=<Link>>",
            "a placeholder in an attribute without quotes could end it (write href=\"<Link>\", quotes around the whole value)"
        ),
        (
            "<a href=x<Link>>",
            "a placeholder in an attribute without quotes could end it (write href=\"<Link>\", quotes around the whole value)"
        ),
        ("<<Link>>", "a placeholder can't stand in a tag's name (write &lt; for a '<' that is text)"),
        ("</<Link>>", "a placeholder can't stand in a tag's name (write &lt; for a '<' that is text)"),
        ("<h<Link>>", "a placeholder can't stand in a tag's name (write &lt; for a '<' that is text)"),
        ("<title></t<Link>", "a placeholder can't stand in a tag's name (write &lt; for a '<' that is text)"),
        (
            "<p <Link>>",
            "a placeholder can't stand among a tag's attributes (put it into the quotes of one: title=\"<Link>\")"
        ),
        (
            "<p a<Link>=''>",
            "a placeholder can't stand among a tag's attributes (put it into the quotes of one: title=\"<Link>\")"
        ),
        (
            "<p a=''<Link>>",
            "a placeholder can't stand among a tag's attributes (put it into the quotes of one: title=\"<Link>\")"
        ),
        ("<script>f('<Link>')</script>", "a placeholder in <script> is not filled (move <Link> out of the <script>)"),
        ("<style>a{<Link>}</style>", "a placeholder in <style> is not filled (move <Link> out of the <style>)"),
        ("<!-- <Link> -->", "a placeholder in a comment is not filled (move <Link> out of the comment)"),
        ("<!DOCTYPE <Link>>", "a placeholder in a comment is not filled (move <Link> out of the comment)"),
        (
            "<!--[if mso]><Link><![endif]-->",
            "a placeholder in a comment is not filled (move <Link> out of the comment)"
        ),
        (
            "<p onclick=\"<Link>\">",
            "a placeholder can't stand in the script of 'onclick' (leave the attribute out: mail programs run no scripts)"
        ),
        ("<p style=\"color:<Link>\">", "a placeholder can't stand in a style (write the style out, without <Link>)"),
        ("<img srcset=\"<Link> 2x\">", "a placeholder can't stand in 'srcset' (use src=\"<Link>\")"),
        (
            "<a href='javascript:f(<Link>)'>",
            "a placeholder can't stand in the script or the data of 'href' (use an address with http:, https:, mailto:, tel: or cid:)"
        ),
        (
            "<a href='<Link>:x'>",
            "a placeholder can't stand before the ':' of an address (write the scheme out, as in https://<Link>)"
        ),
        (
            "<a href='a<Link>b:x'>",
            "a placeholder can't stand before the ':' of an address (write the scheme out, as in https://<Link>)"
        ),
    ])
    func `where no escaping is safe, a placeholder is a check error that says how to mend it`(
        _ template: String, _ said: String
    ) {
        #expect(Sample.fill(template, in: .html) == "placeholder-place [<Link>]: \(said)")
    }

    @Test(arguments: [
        "<style>a{color:red} b{x} .c{}</style>", "<!-- <Titel> {Titel} \\< -->",
        "<script>if (a<b) {Titel} '\\{'</script>",
        "<style>@media{{a}}</style>", "<!--><p>x</p>", "<STYLE>{Titel}</STYLE>",
    ])
    func `the contents of styles, scripts and comments are literal`(_ template: String) {
        #expect(Sample.fill(template, in: .html) == template)
    }

    @Test(arguments: [
        ("<!-- x --><Title>", "<!-- x -->Планёрка"), ("<!--><Title>", "<!-->Планёрка"),
        ("<style>a</b></style ><Title>", "<style>a</b></style >Планёрка"),
        ("<p a='>'><Title>", "<p a='>'>Планёрка"), ("1 < 2 <Title>", "1 < 2 Планёрка"),
        ("<br/><Title>", "<br/>Планёрка"), ("<p a=b><Title>", "<p a=b>Планёрка"),
        ("<title>a</b</title><Title>", "<title>a</b</title>Планёрка"), ("</p x><Title>", "</p x>Планёрка"),
        ("<!doctype html><Title>", "<!doctype html>Планёрка"), ("<?xml x?><Title>", "<?xml x?>Планёрка"),
        ("<p a = 'b' c><Title>", "<p a = 'b' c>Планёрка"), ("<p/a=\"x\"><Title>", "<p/a=\"x\">Планёрка"),
    ])
    func `the markup around a placeholder is followed`(_ template: String, _ expected: String) {
        #expect(Sample.fill(template, in: .html) == expected)
    }

    @Test func `html inserts a value as it is, between tags only`() {
        #expect(Sample.fill("<div>{Body:html}</div>", in: .html) == "<div><p>Hi &amp; bye</p></div>")
        let refused = "placeholder-format [html]: HTML can only be inserted between tags (leave out :html)"
        #expect(Sample.fill("<p title='{Body:html}'>", in: .html) == refused)
        #expect(Sample.fill("<title>{Body:html}</title>", in: .html) == refused)
    }

    @Test func `a fallback is escaped like a value`() {
        #expect(Sample.fill("<p>{Place|a > b & c}", in: .html) == "<p>a &gt; b &amp; c")
        #expect(
            Sample.fill("<a href='https://x.org/?q=<Place|a b&>'>", in: .html) == "<a href='https://x.org/?q=a%20b%26'>"
        )
        #expect(Sample.fill("<a href='{Place|https://x.org/?a&b}'>", in: .html) == "<a href='https://x.org/?a&amp;b'>")
        #expect(
            Sample.fill("<a href='{Place|x.org}'>", in: .html)
                == "placeholder-fallback [x.org]: 'x.org' is no address (begin it with http:, https:, mailto:, tel: or cid:)"
        )
    }

    @Test(arguments: ["a\rb", "a\nb", "a\r\nBcc: x@y.z"])
    func `a line break never reaches a header`(_ value: String) {
        let expected = "/Body: expected one line of text, found a text with a line break"
        #expect(Sample.fill("x <Body>", in: .header, ["Body": .string(value)]) == expected)
        #expect(Sample.fill("<Body>", in: .list, ["Body": .string(value)]) == expected)
        #expect(Sample.fill("<Body>", in: .text, ["Body": .string(value)]) == value)
    }

    @Test func `nor does a NUL, nor the line breaks of a template`() {
        #expect(
            Sample.fill("<Body>", in: .header, ["Body": .string("\u{0}")])
                == "/Body: expected one line of text, found a text with a NUL character")
        let said =
            "line-break []: this is one line, and a line ends here (write it on one line; after '|' or '>' in YAML, write '|-' or '>-')"
        #expect(Sample.fill("Hello\n", in: .header) == said)
        #expect(Sample.fill("a\nb\nc", in: .list) == said)
        #expect(Sample.fill("{Place|a\nb}", in: .header).hasPrefix("line-break [a]"))
    }

    @Test func `a plain text and a header take values as they are`() {
        #expect(Sample.fill("<Body>", ["Body": .string("<b>&\"")]) == "<b>&\"")
        #expect(Sample.fill("<Body>", in: .header, ["Body": .string("<b>&\"")]) == "<b>&\"")
    }
}
