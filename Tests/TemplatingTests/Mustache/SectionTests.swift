import Attributes
import Templating
import Testing

@Suite struct SectionTests {
    static let orders = Value.list([Sample.order("A-1", "10"), Sample.order("B-2", "2.5", note: "<срочно>")])

    @Test(arguments: [
        (
            "{{Title}} {{ Title }} {{Client.Name}} {{Participants[1].Name}}",
            "Планёрка Планёрка Иван Петров eve@example.com"
        ),
        ("{{Count:#,##0.00}} {{Start:d MMMM}} {{ Start : HH:mm }}", "1\u{A0}234\u{A0}567,89 1 декабря 10:00"),
        ("[{{Place|—}}] [{{Place|}}] [{{ Place | нет  }}] [{{Start:d MMMM|-}}]", "[—] [] [нет] [1 декабря]"),
        ("{{Tags}} {{Tags:join(\" }} \")}}", "red, blue red }} blue"),
        ("{{Body}} {{{Body}}} {{&Body}}", "<p>Hi &amp; bye</p> <p>Hi &amp; bye</p> <p>Hi &amp; bye</p>"),
        ("a{{! {{Titel }}b {{!\nc\n}}d", "ab d"),
        ("{{=<% %>=}}<%Title%> {{Title}} <%={{ }}=%>{{Title}}", "Планёрка {{Title}} Планёрка"),
        ("{{=| |=}}|Title||&Body| ", "Планёрка<p>Hi &amp; bye</p> "),
        ("\u{FEFF}{{Title}}", "Планёрка"), ("", ""), ("} }} { \\{ \\", "} }} { \\{ \\"),
        ("<Unknown> {Unknown} <b> a < b", "<Unknown> {Unknown} <b> a < b"),
    ])
    func `variables are written as placeholders are, whatever the delimiters`(_ text: String, _ expected: String) {
        #expect(Sample.fill(mustache: text) == expected)
    }

    @Test(arguments: [
        ("{{#Orders}}{{Number}}={{Total:0.00}} {{/Orders}}", "A-1=10,00 B-2=2,50 "),
        ("{{#Orders}}{{Title}}/{{Number}};{{/Orders}}", "Планёрка/A-1;Планёрка/B-2;"),
        ("{{#Orders}}{{Number}}{{#Note}}: {{Note}}{{/Note}}{{^Note}}: -{{/Note}};{{/Orders}}", "A-1: -;B-2: <срочно>;"),
        ("{{#Orders}}{{#Note}}{{.}}{{/Note}}{{/Orders}}", "<срочно>"),
        ("{{#Tags}}[{{.}}]{{/Tags}}", "[red][blue]"),
        (
            "{{#Participants}}{{Name}} <{{Address}}>\n{{/Participants}}",
            "Иван Петров <ivan@example.com>\neve@example.com <eve@example.com>\n"
        ),
        ("{{#Extra}}{{Key}}: {{Value}}\n{{/Extra}}", "k: v\n"),
        ("{{#Done}}yes{{/Done}}{{^Done}}no{{/Done}} {{#Done}}{{.}}{{/Done}}", "yes да"),
        ("{{#Client}}{{Name}}, {{Address}}{{/Client}}", "Иван Петров, ivan@example.com"),
        ("{{#Client.Id}}{{.}} {{Client.Id}}{{/Client.Id}}", "ivan ivan"),
        ("{{#Stay}}{{Start:HH:mm}}-{{End:HH:mm}}{{/Stay}}", "10:00-11:00"),
        ("{{#Order}}{{Number}} {{Title}}{{/Order}}", "A-1 Планёрка"),
        ("{{#Place}}in {{Place}}{{/Place}}{{^Place}}nowhere{{/Place}}", "nowhere"),
        ("{{#Agenda}}see attachment{{/Agenda}}{{^Agenda}}none{{/Agenda}}", "none"),
        ("{{#Orders}}{{#Tags}}{{Number}}{{.}} {{/Tags}}{{/Orders}}", "A-1red A-1blue B-2red B-2blue "),
        ("{{#Orders}}{{#Orders}}{{Number}} {{/Orders}}{{/Orders}}", "A-1 B-2 A-1 B-2 "),
        ("{{#Tags}}{{Tags}};{{/Tags}}", "red, blue;red, blue;"),
        ("{{#Title}}{{.}}{{/Title}} {{#Count}}{{.:0}}{{/Count}}", "Планёрка 1234568"),
    ])
    func `a section stands for each item, once for a value, or not at all`(_ text: String, _ expected: String) {
        #expect(Sample.fill(mustache: text, ["Orders": Self.orders]) == expected)
    }

    @Test(arguments: [
        ("Tags", Value.list([])), ("Place", .nothing), ("Place", .string("")), ("Done", .boolean(false)),
        ("Extra", .map([])), ("Agenda", .nothing),
        ("Order", .object(Record(Sample.order, [.nothing, .nothing, .nothing]))),
    ])
    func `blank values and false show the inverted section`(_ name: String, _ value: Value) {
        let text = "{{#\(name)}}shown{{/\(name)}}{{^\(name)}}inverted{{/\(name)}}"
        #expect(Sample.fill(mustache: text, [name: value]) == "inverted")
    }

    @Test func `zero is a value`() {
        #expect(Sample.fill(mustache: "{{#Count}}{{Count}}{{/Count}}", ["Count": .number(Sample.number("0"))]) == "0")
    }

    @Test(arguments: [
        ("a\n{{#Tags}}\n- {{.}}\n{{/Tags}}\nb\n", "a\n- red\n- blue\nb\n"),
        ("a\r\n  {{#Tags}}\t\r\n- {{.}}\r\n  {{/Tags}}\r\nb", "a\r\n- red\r\n- blue\r\nb"),
        ("  {{! c }}  \nx", "x"), ("x\n{{=| |=}}\ny", "x\ny"), ("{{#Done}}\nx\n{{/Done}}", "x\n"),
        ("{{! a\n b }}\nx", "x"),
        ("a {{#Done}}\nx\n {{/Done}} b", "a \nx\n  b"), ("{{Title}}\n{{#Done}}{{/Done}}\nx", "Планёрка\n\nx"),
        ("{{#Done}} {{/Done}}\n", " \n"), ("{{#Done}}\n\n{{/Done}}\n", "\n"),
        ("{{#Done}}\n{{^Done}}\n{{/Done}}\n{{/Done}}\nz", "z"),
    ])
    func `a tag alone on its line takes the line away`(_ text: String, _ expected: String) {
        #expect(Sample.fill(mustache: text) == expected)
    }

    @Test(arguments: [
        (
            "<p>{{Body}}</p><p title=\"{{Body}}\">",
            "<p>&lt;p&gt;Hi &amp;amp; bye&lt;/p&gt;</p><p title=\"&lt;p&gt;Hi &amp;amp; bye&lt;/p&gt;\">"
        ),
        (
            "<div>{{{Body}}}{{&Body}}{{Body:html}}</div>",
            "<div><p>Hi &amp; bye</p><p>Hi &amp; bye</p><p>Hi &amp; bye</p></div>"
        ),
        (
            "<a href=\"https://x.org/?q={{Body}}\">",
            "<a href=\"https://x.org/?q=%3Cp%3EHi%20%26amp%3B%20bye%3C%2Fp%3E\">"
        ),
        ("<b class=\"{{#Done}}red{{/Done}} {{^Done}}grey{{/Done}}\">x</b>", "<b class=\"red \">x</b>"),
        ("<a href='https://x.org/?{{#Tags}}t={{.}}&amp;{{/Tags}}'>", "<a href='https://x.org/?t=red&amp;t=blue&amp;'>"),
        ("<ul>{{#Orders}}<li>{{Note|—}}</li>{{/Orders}}</ul>", "<ul><li>—</li><li>&lt;срочно&gt;</li></ul>"),
        ("<title>{{#Done}}{{Title}}{{/Done}}</title>", "<title>Планёрка</title>"),
        ("<style>a{color:red} @media{a{b:c}}</style>", "<style>a{color:red} @media{a{b:c}}</style>"),
        ("<i style=\"{{#Done}}color:red{{/Done}}\">", "<i style=\"color:red\">"),
    ])
    func `under HTML values are escaped by their place, and raw ones stand as they are`(
        _ text: String, _ expected: String
    ) {
        #expect(Sample.fill(mustache: text, in: .html, ["Orders": Self.orders]) == expected)
    }

    @Test func `what a section refuses is told with the item's pointer`() throws {
        let (template, _) = Sample.read(
            mustache: "{{#Orders}}{{Number}}{{/Orders}}{{#Tags}}{{.}}{{/Tags}}{{#Extra}}{{Value}}{{/Extra}}", in: .text)
        let record = Sample.record([
            "Orders": .list([Sample.order("A", "1"), Sample.order("", "1")]), "Tags": .list([.string("")]),
            "Extra": .map([Value.Entry(key: "a/b~", value: "")]),
        ])
        let found = try #require(template).mismatches(record, as: Sample.russian)
        #expect(found.map(\.pointer) == ["/Orders/1/Number", "/Tags/0", "/Extra/a~1b~0"])
        #expect(found[1].help == "the template shows {{.}}: write {{.|}} there if it may be blank")
        #expect(throws: found[0]) { try template?.text(record, as: Sample.russian) }
    }

    @Test func `what a section hides is not refused`() {
        #expect(
            Sample.fill(mustache: "{{#Title}}{{Body}}{{/Title}}", ["Title": .string(""), "Body": .string("")]) == "")
    }

    @Test func `sections within sections can't go through more items than a letter needs`() throws {
        let tags = Value.list(Array(repeating: .string("x"), count: 200))
        let text = "{{#Tags}}{{#Tags}}{{#Tags}}{{/Tags}}{{/Tags}}{{/Tags}}"
        #expect(
            Sample.fill(mustache: text, ["Tags": tags])
                == "/Tags: expected at most 1000000 items in a letter's sections, found more")
    }

    @Test func `a template knows the attributes of its sections`() throws {
        let template = try #require(
            Sample.read(mustache: "{{#Orders}}{{Title}}{{/Orders}}{{^Place}}x{{/Place}}", in: .text).0)
        #expect(template.attributes == ["Orders", "Title", "Place"])
        #expect(template.holes.map(\.path.text) == ["Title"])
    }
}
