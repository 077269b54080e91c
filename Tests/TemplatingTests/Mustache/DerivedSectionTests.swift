import Attributes
import Templating
import Testing

/// Sections stay sections in the half of a letter that is derived.
@Suite struct DerivedSectionTests {
    @Test(arguments: [
        ("<ul>{{#Tags}}<li>{{.}}</li>{{/Tags}}</ul>x", "- red\n- blue\n\nx\n"),
        (
            "<ol>\n{{#Orders}}\n<li>{{Number}}{{#Note}}: {{Note}}{{/Note}}</li>\n{{/Orders}}\n</ol>",
            "1. A-1\n2. B-2: <срочно>\n"
        ),
        (
            "<table>{{#Orders}}<tr><td>{{Number}}</td><td>{{Total:0.00}}</td></tr>{{/Orders}}</table>",
            "A-1 | 10,00\nB-2 | 2,50\n"
        ),
        ("{{#Orders}}<p>{{Number}}</p>{{/Orders}}{{^Orders}}<p>none</p>{{/Orders}}<p>end</p>", "A-1\n\nB-2\n\nend\n"),
        ("<p>a</p>{{#Place}}<p>{{Place}}</p>{{/Place}}<p>b</p>", "a\n\nb\n"),
        ("{{#Tags}}{{.}}, {{/Tags}}end", "red, blue, end\n"), ("x{{#Tags}} {{.}}{{/Tags}}", "x red blue\n"),
        ("<blockquote>{{#Tags}}{{.}}<br>{{/Tags}}</blockquote>", "> red\n> blue\n"),
        ("<a href='https://x.org/{{#Tags}}t={{.}};{{/Tags}}'>go</a>", "go (https://x.org/t=red;t=blue;)\n"),
        ("{{#Done}}<a href='https://x.org/'>{{/Done}}text{{#Done}}</a>{{/Done}}", "text (https://x.org/)\n"),
        ("{{^Done}}<a href='https://x.org/'>{{/Done}}text{{^Done}}</a>{{/Done}}", "text\n"),
        ("{{#Link}}<a href='{{Link}}'>{{/Link}}text</a>", "text (https://example.com/?a=1&b=2)\n"),
        ("<a href='https://x.org/'>{{#Done}}x.org{{/Done}}</a>", "x.org (https://x.org/)\n"),
        ("<img src='cid:a' alt='{{#Done}}Logo {{/Done}}{{Title}}'>", "Logo Планёрка\n"),
        ("{{#Done}}<div hidden>{{/Done}}a{{#Done}}</div>{{/Done}}b", "a\nb\n"),
        ("<div hidden>{{#Tags}}{{.}}{{/Tags}}</div>b<head>{{#Done}}<title>{{Title}}</title>{{/Done}}</head>", "b\n"),
        ("{{#Extra}}<p>{{Key}} — {{Value}}</p>{{/Extra}}{{{Body}}}", "k — v\n\nHi & bye\n"),
        ("<pre>\n{{#Tags}}\n {{.}}\n{{/Tags}}\n</pre>", " red\n blue\n"),
    ])
    func `the text half has them`(_ html: String, _ expected: String) throws {
        let template = try #require(Sample.read(mustache: html, in: .html).0)
        #expect(Sample.fill(template.derivedText(), ["Orders": SectionTests.orders]) == expected)
    }

    @Test(arguments: [
        (
            "Orders:\n{{#Orders}}\n- {{Number}}\n{{/Orders}}\n\nend",
            "<p>Orders:<br>\n- A-1<br>\n- B-2</p>\n<p>end</p>\n"
        ),
        ("{{#Place}}\nin {{Place}}\n\n{{/Place}}\n{{{Body}}}", "<p>&lt;p&gt;Hi &amp;amp; bye&lt;/p&gt;</p>\n"),
        ("{{#Tags}}{{.}} {{/Tags}}https://x.org", "<p>red blue https://x.org</p>\n"),
    ])
    func `the HTML half has them`(_ text: String, _ expected: String) throws {
        let template = try #require(Sample.read(mustache: text, in: .text).0)
        #expect(Sample.fill(template.derivedHTML(isWhole: false), ["Orders": SectionTests.orders]) == expected)
        #expect(
            Sample.fill(template.derivedHTML(), ["Orders": SectionTests.orders])
                == "<html><body>\n\(expected)</body></html>\n")
    }

    @Test func `a signature goes behind them`() throws {
        let html = try #require(
            Sample.read(mustache: "<body>{{#Tags}}<p>{{.}}</p></body>{{/Tags}}</body>", in: .html).0)
        #expect(
            Sample.fill(html.signed("<i>s</i>")) == "<body><p>red</p></body><p>blue</p></body><i>s</i></body>")
        #expect(Sample.fill(html.derivedText().signed("S")) == "red\n\nblue\n-- \nS")
        let blank = try #require(Sample.read(mustache: "{{#Place}}{{Place}}{{/Place}}", in: .html).0)
        #expect(Sample.fill(blank.derivedText().signed("S")) == "-- \nS")
    }

    @Test func `what a derived half refuses is told like any other`() throws {
        let template = try #require(Sample.read(mustache: "{{#Orders}}<p>{{Number}}</p>{{/Orders}}", in: .html).0)
        let record = Sample.record(["Orders": .list([Sample.order("", "1"), Sample.order("", "1")])])
        let found = template.derivedText().mismatches(record, as: Sample.russian)
        #expect(found.map(\.pointer) == ["/Orders/0/Number", "/Orders/1/Number"])
    }
}
