import Attributes
import Diagnostics
import Templating
import Testing

@Suite struct GrammarTests {
    @Test(arguments: [
        ("Встреча «<Title>»", "Встреча «Планёрка»"),
        ("Встреча «{Title}» от {Start:dd.MM.yyyy}", "Встреча «Планёрка» от 01.12.2026"),
        ("<Client.Name> <<Client.Address>>", "Иван Петров <ivan@example.com>"),
        ("<Participants[1].Name>, <Participants[0].Address>", "eve@example.com, ivan@example.com"),
        ("<Place|>!", "!"),
        ("<Place|нет места>", "нет места"),
        ("{Start:HH:mm|-} {Orders[0].Total:0.00|}", "10:00 1234,50"),
        ("{Tags:join(\" | > } \")}", "red | > } blue"), ("{Tags:join('\n')}", "red\nblue"),
        ("<Start:HH 'h > |'>", "10 h > |"),
        ("<Title><Title>{Title}", "ПланёркаПланёркаПланёрка"),
        ("{Place|a > b}<Place|c } d>", "a > bc } d"),
        ("\u{FEFF}<Title>", "Планёрка"), ("", ""),
    ])
    func `a path, a format and a fallback, in either brackets`(_ template: String, _ expected: String) {
        #expect(Sample.fill(template) == expected)
    }

    @Test(arguments: [
        ("\\<Title> \\{Title}", "<Title> {Title}"),
        ("\\\\<Title>", "\\Планёрка"),
        ("C:\\Temp \\n \\>", "C:\\Temp \\n \\>"),
        ("a\\", "a\\"),
        ("<Place|a \\< b \\{ c \\\\ d \\n>", "a < b { c \\ d \\n"),
    ])
    func `a backslash is special only directly before a bracket or a backslash`(_ template: String, _ expected: String)
    {
        #expect(Sample.fill(template) == expected)
    }

    @Test(arguments: [
        "<a@b.c>", "Desk <desk@example.com>", "{color: red}", "<o:p>", "<a href=\"x\">", "<x-y>", "{x-y}", "{a=b}",
        "<b>bold</b><BR/><br/>", "{b}", "a < b > c", "{}", "<>", "{0}", "<3", "{…}", "<!-- x -->", "<http://a.b/>",
        "<table><TR></TR></table>", "<center><font></font></center>", "if (a<b) { return }", "</ Title>", "<", "{",
        "<Start-End>", "«{»",
    ])
    func `whatever has a space, a hyphen, an at sign, an equals sign or an undeclared prefix is literal`(_ text: String)
    {
        #expect(Sample.fill(text) == text)
    }

    @Test(arguments: [
        ("<Titel>", "[<Titel>]: 'Titel' is not declared (did you mean 'Title'?)"),
        ("{Titel}", "[{Titel}]: 'Titel' is not declared (did you mean 'Title'?)"),
        ("<STARt>", "[<STARt>]: 'STARt' is not declared (did you mean 'Start'?)"),
        ("</Titel>", "[</Titel>]: 'Titel' is not declared (did you mean 'Title'?)"),
        ("<Titel/>", "[<Titel/>]: 'Titel' is not declared (did you mean 'Title'?)"),
        ("<Clinet.Name>", "[<Clinet.Name>]: 'Clinet' is not declared (did you mean 'Client'?)"),
        ("<Plase|>", "[<Plase|>]: 'Plase' is not declared (did you mean 'Place'?)"),
        ("{Plase|no place}", "[{Plase|no place}]: 'Plase' is not declared (did you mean 'Place'?)"),
        (
            "<Имя>",
            "[<Имя>]: 'Имя' is not declared (declare it under attributes, or write \\<Имя> to leave it as it is)"
        ),
        ("<Start/>", "[<Start/>]: '<Start/>' is neither a placeholder nor an HTML tag (write <Start>)"),
        ("</Start>", "[</Start>]: '</Start>' is neither a placeholder nor an HTML tag (write <Start>)"),
    ])
    func `a name that is neither declared nor an HTML element never reaches a reader`(_ text: String, _ said: String) {
        for place in [Place.text, .html, .header, .list] {
            #expect(Sample.fill("x \(text) y", in: place) == "undeclared-placeholder \(said)")
        }
    }

    @Test(arguments: [
        ("<Client.Nam>", "unknown-field [Nam]: 'Client' has no field 'Nam' (did you mean 'Name'?)"),
        ("<Client.Zip>", "unknown-field [Zip]: 'Client' has no field 'Zip' (its fields are Id, Name, Address)"),
        ("<Order.Totl>", "unknown-field [Totl]: 'Order' has no field 'Totl' (did you mean 'Total'?)"),
        ("<Title.X>", "placeholder-path [X]: 'Title' is a string, which has no fields (leave out .X)"),
        (
            "<Extra.k>",
            "placeholder-path [k]: 'Extra' is a map, which has no fields (declare an object with fields instead of the map)"
        ),
        ("<Title[0]>", "placeholder-path [[0]]: 'Title' is not an array (leave out [0])"),
        ("<Participants[0][1]>", "placeholder-path [[1]]: 'Participants[0]' is not an array (leave out [1])"),
        (
            "<Participants.Name>",
            "placeholder-path [Participants]: 'Participants' is an array (name one of its items: Participants[0].Name)"
        ),
        ("<Stay.Begin>", "unknown-field [Begin]: 'Stay' has no field 'Begin' (its fields are Start, End)"),
    ])
    func `a path is checked to its end`(_ template: String, _ said: String) {
        #expect(Sample.fill(template) == said)
    }

    @Test(arguments: [
        (
            "<Start:dd.MM",
            "unclosed-placeholder [<Start]: '<Start' is not closed (end it with '>', or write \\<Start to leave it as it is)"
        ),
        (
            "{Place|x",
            "unclosed-placeholder [{Place]: '{Place' is not closed (end it with '}', or write \\{Place to leave it as it is)"
        ),
        (
            "<Start:dd\n>",
            "unclosed-placeholder [<Start]: '<Start' is not closed (end it with '>', or write \\<Start to leave it as it is)"
        ),
        (
            "<Start:dd 'x>",
            "unclosed-placeholder [<Start]: '<Start' is not closed (end it with '>', or write \\<Start to leave it as it is)"
        ),
        (
            "<Tags[x]>",
            "unclosed-placeholder [<Tags]: '<Tags' is not closed (end it with '>', or write \\<Tags to leave it as it is)"
        ),
        (
            "{Client.}",
            "unclosed-placeholder [{Client]: '{Client' is not closed (end it with '}', or write \\{Client to leave it as it is)"
        ),
        (
            "«<Title»",
            "warning unclosed-placeholder [<Title]: '<Title' is not closed and is left as it is (end it with '>', or write \\<Title to leave it as it is)"
        ),
        (
            "<Place|<Title>>",
            "placeholder-fallback [<Place|<Title>]: a fallback is literal text: no placeholder and no tag may stand in it (write \\< or \\{ for a bracket that is meant as it is)"
        ),
        (
            "<Place|{Title}>",
            "placeholder-fallback [<Place|{Title}>]: a fallback is literal text: no placeholder and no tag may stand in it (write \\< or \\{ for a bracket that is meant as it is)"
        ),
        (
            "< Title>",
            "warning literal-placeholder [< Title>]: with a space in it '< Title>' is left as it is (write <Title> if a placeholder is meant)"
        ),
        (
            "{ Client.Name }",
            "warning literal-placeholder [{ Client.Name }]: with a space in it '{ Client.Name }' is left as it is (write {Client.Name} if a placeholder is meant)"
        ),
        (
            "<Start: dd.MM>",
            "warning literal-placeholder [<Start:]: with a space in it '<Start:' is left as it is (write <Start:… if a placeholder is meant)"
        ),
        (
            "<Start :dd.MM>",
            "warning literal-placeholder [<Start :]: with a space in it '<Start :' is left as it is (write <Start:… if a placeholder is meant)"
        ),
        (
            "<Strat:dd.MM>",
            "warning literal-placeholder [<Strat]: 'Strat' is not declared, so '<Strat:' is left as it is (did you mean 'Start'?)"
        ),
        (
            "<title>",
            "warning literal-placeholder [<title>]: '<title>' is an HTML tag and is left as it is (did you mean '<Title>'?)"
        ),
        (
            "{{Title}} {{{Place}}}",
            "mustache [{{]: '{{' is Mustache, which is read in *.mustache files only (rename the file to .mustache, or write one pair of braces, as in {Title})"
        ),
    ])
    func `slips of the pen are named`(_ template: String, _ said: String) {
        #expect(Sample.fill(template) == said)
    }

    @Test func `double braces in a header are an error too, where there is no file to rename`() {
        #expect(
            Sample.fill("{{Title}}", in: .header)
                == "mustache [{{]: '{{' is Mustache, which is read in *.mustache files only (write one pair of braces, as in {Title})"
        )
    }

    @Test func `everything wrong is reported at once, in the order of the text`() {
        let (template, findings) = Sample.read("<Titel> and <Place>\n<Client.Nam> <Title:d>", in: .text)
        #expect(template == nil)
        #expect(
            findings.map(\.code.rawValue) == [
                "undeclared-placeholder", "blank-placeholder", "unknown-field", "placeholder-format",
            ])
    }

    @Test func `the words are underlined inside a block scalar`() throws {
        let yaml = "body: |\n    Встреча\n      «<Titel>»\n"
        let source = Source(path: "routes/invite.yaml", text: yaml)
        let text = PlacedText(
            "Встреча\n  «<Titel>»\n", in: source,
            anchors: [
                .init(offset: 0, position: Position(line: 2, column: 5)),
                .init(offset: 15, position: Position(line: 3, column: 5)),
            ])
        var findings = Findings()
        #expect(Template.read(text, in: .text, for: Sample.schema, findings: &findings) == nil)
        let finding = try #require(findings.sorted.first)
        #expect(
            finding.printed() == """
                routes/invite.yaml:3:8: error[undeclared-placeholder]: 'Titel' is not declared
                  3 |       «<Titel>»
                    |        ^^^^^^^
                  help: did you mean 'Title'?

                """)
    }

    @Test func `a template knows its attributes, and whether it is one placeholder only`() throws {
        let template = try #require(Sample.read("<Client.Name|x> {Title}", in: .text).0)
        #expect(template.attributes == ["Client", "Title"])
        #expect(template.soleHole == nil)
        let sole = try #require(Sample.read("<Agenda>", in: .list).0?.soleHole)
        #expect(sole.type == .document && sole.isOptional && !sole.isArray)
        let file = Document(name: "a.pdf", content: .bytes([1]))
        #expect(sole.value(in: Sample.record(["Agenda": .document(file)])) == .document(file))
        let start = try #require(Sample.read("<Start>", in: .text).0?.soleHole)
        #expect(start.value(in: Sample.record()) == .datetime(Sample.start))
        #expect(Sample.read("plain", in: .text).0?.constant == "plain")
    }

    @Test(arguments: [
        (
            "title",
            "warning attribute-name [title]: 'title' is also an HTML tag: <title> is always this attribute (call it 'Title')"
        ),
        ("b", "warning attribute-name [b]: 'b' is also an HTML tag: <b> is always this attribute (call it 'B')"),
        (
            "Case-Id",
            "warning attribute-name [Case-Id]: no placeholder can name 'Case-Id' (use letters, digits and '_', as in 'Case_Id')"
        ),
        (
            "1st",
            "warning attribute-name [1st]: no placeholder can name '1st' (use letters, digits and '_', as in '_1st')"
        ),
        ("Title", ""), ("Имя", ""), ("_x1", ""),
    ])
    func `an attribute spelled like an HTML element is warned of`(_ name: String, _ said: String) {
        var findings = Findings()
        Template.review(attribute: PlacedText(whole: Source(path: "r.yaml", text: name)), findings: &findings)
        #expect(Sample.said(findings.sorted) == said)
    }

    @Test(arguments: [
        ("A; <Title> x ;; {Place|;}", ["A", "Планёрка x", ";"]), (" <Title> ", ["Планёрка"]), (";", []), ("", []),
        ("<Cc>;b@x", ["", "b@x"]),
    ])
    func `a list is split where the template says, never in a value or a fallback`(_ text: String, _ texts: [String])
        throws
    {
        let template = try #require(Sample.read(text, in: .list).0)
        #expect(template.split().map { Sample.fill($0) } == texts)
    }

    @Test func `under each the attribute is one item, and an index on it is an error`() throws {
        let item = Attribute("Participants", .account, isRequired: true)
        let schema = Sample.schema.replacing(item)
        let template = try #require(Sample.read("<Participants.Name> <Participants>", in: .text, for: schema).0)
        let record = Sample.record().replacing(item, with: .account(Sample.eve))
        #expect(try template.text(record, as: Sample.russian) == "eve@example.com eve@example.com")
        let (none, findings) = Sample.read("<Participants[0].Name>", in: .text, for: schema)
        #expect(none == nil)
        #expect(
            Sample.said(findings) == "placeholder-path [[0]]: 'Participants' is not an array (leave out [0])")
    }

    @Test func `limits are told`() {
        let many = Sample.fill(String(repeating: "<Title>", count: Template.Limit.holes + 1))
        #expect(many == "template-limit [<Title>]: a template has at most 1000 placeholders")
        let large = Sample.fill(String(repeating: "x", count: Template.Limit.size + 1))
        #expect(large == "template-limit [x]: a template has at most 2000000 bytes, and this one has 2000001")
        let deep = Sample.fill("<Client" + String(repeating: ".Name", count: Template.Limit.depth) + ">")
        #expect(deep.hasSuffix("a path has at most 16 names and indices"))
    }
}
