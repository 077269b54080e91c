import Peers
import Testing

@Suite struct `What a letter can be` {
    private static func workspace(_ email: String, _ files: [String: String] = [:]) throws -> TemporaryWorkspace {
        let route = """
            kind: send
            attributes:
              Title: {type: string}
              Date: {type: datetime}
              Body: {type: string}
              File: {type: document}
              Files: {type: document, array: true}
              Tags: {type: string, array: true}
            email:
              to: ivan@example.com
              \(email.replacing("\n", with: "\n  "))

            """
        return try .small(["routes/far.yaml": route].merging(files, uniquingKeysWith: { $1 }))
    }

    @Test func `placeholders stand in every text field, several in one, mixed with words`() async throws {
        let workspace = try Self.workspace(
            """
            from: {address: "<Title|>@example.com", name: "От <Title|>"}
            cc: {address: "<Title|>@example.org", name: "Копия <Title|>"}
            reply-to: "<Title|> <{Title|}@example.net>"
            subject: "Уведомление «{Title|}» от {Date:dd.MM.yyyy|}"
            body: "<Title|>, {Date:HH:mm|}, <Title|>."
            headers: {X-Case: "№ <Title|>"}
            meeting: {start: 2026-12-01T10:00, title: "М <Title|>", location: "Где <Title|>", description: "О <Title|>"}
            """
        )
        let letter = try await workspace.delivered("far", #"{"Title": "case", "Date": "2026-12-01T10:00Z"}"#)
        #expect(letter.from == [.init(name: "От case", address: "case@example.com")])
        #expect(letter.cc == [.init(name: "Копия case", address: "case@example.org")])
        #expect(letter.replyTo == [.init(name: "case", address: "case@example.net")])
        #expect(letter.subject == "Уведомление «case» от 01.12.2026")
        #expect(letter.words("text/plain") == "case, 10:00, case.")
        #expect(letter.values(of: "X-Case") == ["№ case"])
        let event = try await letter.event()
        #expect(event.values("SUMMARY") == ["М case"] && event.values("LOCATION") == ["Где case"])
        #expect(event.values("DESCRIPTION") == ["О case"])
    }

    @Test func `a letter has to, cc, bcc, a subject in any script, and a body`() async throws {
        let workspace = try Self.workspace(
            "cc: c@example.com\nbcc: b@example.com\nsubject: Добрый день, 你好 🎈\nbody: Всё готово.")
        let letter = try await workspace.delivered("far")
        #expect(letter.to?.map(\.address) == ["ivan@example.com"] && letter.cc?.map(\.address) == ["c@example.com"])
        #expect(letter.values(of: "Delivered-To") == ["ivan@example.com", "c@example.com", "b@example.com"])
        #expect(letter.subject == "Добрый день, 你好 🎈")
        #expect(letter.words("text/plain") == "Всё готово.")
    }

    @Test(arguments: [
        ("plain", ["text/plain"]), ("html", ["text/html"]),
        ("both", ["multipart/alternative", "text/plain", "text/html"]),
    ])
    func `a letter is plain, HTML, or both as multipart alternative`(format: String, types: [String]) async throws {
        let workspace = try Self.workspace("subject: x\nformat: \(format)\nbody: \"<b>Да</b>\"")
        let letter = try await workspace.delivered("far")
        #expect(letter.parts.map(\.type) == types)
        if format == "both" { #expect(letter.words("text/plain") == "Да\n") }
        if format != "plain" { #expect(letter.words("text/html") == "<b>Да</b>") }
    }

    @Test(arguments: [
        ("body: Слова", "Слова"), ("body: {text: \"<Body|>\"}", "Из данных"), ("body: templates/a.txt", "Из файла\n"),
    ])
    func `a body stands in the route, in an attribute, or in a file`(body: String, text: String) async throws {
        let workspace = try Self.workspace("subject: x\n\(body)", ["templates/a.txt": "Из файла\n"])
        let letter = try await workspace.delivered("far", #"{"Body": "Из данных"}"#)
        #expect(letter.words("text/plain") == text)
    }

    @Test func `documents from attributes are attached under their names, and files of the workspace`() async throws {
        let workspace = try Self.workspace(
            "subject: x\nbody: x\nattachments: [<File>, <Files>, files/note.txt]", ["files/note.txt": "hi"])
        try workspace.write("one.pdf", "hi")
        let letter = try await workspace.delivered(
            "far",
            """
            {"File": {"Name": "Отчёт", "Extension": ".docx", "Content": "aGk="},
             "Files": ["\(workspace.path("one.pdf"))", {"Name": "2", "Extension": ".bin", "Content": "aGk="}]}
            """)
        #expect(
            letter.leaves == [
                "text/plain",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document Отчёт.docx",
                "application/pdf one.pdf", "application/octet-stream 2.bin", "text/plain note.txt",
            ])
        let attached = letter.parts.filter { $0.disposition == "attachment" }
        #expect(attached.count == 4)
        let hi = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
        #expect(attached.allSatisfy { $0.sha256 == hi })
    }

    @Test func `an attachment over the limit is refused, and the limit can be raised`() async throws {
        let workspace = try Self.workspace("subject: x\nbody: x\nattachments: <File>")
        try workspace.write("big.bin", [UInt8](repeating: 0, count: 10_000_001))
        let data = "{\"File\": \"\(workspace.path("big.bin"))\"}"
        let refused = try await workspace.send("far", data)
        #expect(refused.status == 65)
        #expect(refused.stderr.contains("/File: expected a file of at most 10 MB (send a link"), "\(refused.told)")
        #expect(try workspace.letters == [])
        try workspace.write("router.yaml", "limits: {attachment: 11MB}\n")
        #expect(try await workspace.send("far", data).status == 0)
        #expect(try workspace.letters.count == 1)
    }

    @Test func `the signature of the connection is added, to both halves`() async throws {
        let workspace = try Self.workspace(
            "subject: x\nformat: both\nbody: \"<body><p>Hello</p></body>\"",
            [
                "connections/box.yaml": """
                kind: maildir
                default: true
                path: var/mail
                sender: {address: robot@example.test}
                signature: {text: Ваш робот, html: <i>Ваш робот</i>}

                """
            ])
        let letter = try await workspace.delivered("far")
        #expect(letter.words("text/plain")?.hasSuffix("Hello\n-- \nВаш робот") == true, "\(letter)")
        #expect(letter.words("text/html")?.hasSuffix("<p>Hello</p><i>Ваш робот</i></body>") == true, "\(letter)")
    }

    @Test func `pictures stand within the HTML, named by cid or by their files`() async throws {
        let workspace = try Self.workspace(
            """
            subject: x
            body: {html: "<img src='cid:logo'><img src='files/two.png'>"}
            inline: {logo: files/one.png}
            """, ["files/one.png": "one", "files/two.png": "three"])
        let letter = try await workspace.delivered("far")
        let pictures = letter.parts.filter { $0.type == "image/png" }
        #expect(pictures.map(\.disposition) == ["inline", "inline"] && pictures.map(\.size) == [3, 5])
        #expect(
            letter.parts.map(\.type) == [
                "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "image/png",
            ])
        let html = try #require(letter.words("text/html"))
        for picture in pictures {
            let name = try #require(picture.contentID).dropFirst().dropLast()
            #expect(html.contains("src='cid:\(name)'"), "\(html)")
        }
    }

    @Test func `headers are added, with lists, and answers go where the route says`() async throws {
        let workspace = try Self.workspace(
            "reply-to: [a@example.com, B <b@example.com>]\nsubject: x\nbody: x\nheaders: {X-Tags: [<Tags>, last]}")
        let letter = try await workspace.delivered("far", #"{"Tags": ["one", "two"]}"#)
        #expect(letter.values(of: "X-Tags") == ["one, two, last"])
        #expect(
            letter.replyTo == [.init(name: "", address: "a@example.com"), .init(name: "B", address: "b@example.com")])
    }

    @Test func `business objects are found in the outgoing subject`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "tables/invoices.csv": "Number,Sum\nInv-17,100\n",
            "routes/bill.yaml": """
            kind: send
            attributes: {Title: {type: string, required: true}}
            links:
              - {name: invoice, match: 'Inv-[0-9]+', object: Invoice, key: Number, in: tables/invoices.csv}
            email: {to: ivan@example.com, subject: <Title>, body: x}

            """,
        ])
        let sent = try await workspace.send("bill", #"{"Title": "Счета Inv-17 и Inv-18"}"#, "--json").json
        #expect(sent.links.items.map(\.value) == ["Inv-17", "Inv-18"])
        #expect(sent.links.items.map(\.known) == [true, false])
        #expect(sent.links[0].object == "Invoice" && sent.links[0].key == "Number" && sent.links[0].rule == "invoice")
    }
}
