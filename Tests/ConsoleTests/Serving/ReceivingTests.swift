import Attributes
import Glibc
import Peers
import Testing

/// From a mailbox to a handler, with a real Postfix, a real Dovecot, and an HTTP server of others.
@Suite struct ReceivingTests {
    private static func files(_ inbox: Inbox, _ office: PostOffice, handler url: String) -> [String: String] {
        [
            "connections/support.yaml": """
            kind: imap
            host: 127.0.0.1
            port: \(office.dovecot.imapPort)
            encryption: none
            auth: {type: basic, username: \(inbox.address), password: "${env:DESK_PASSWORD}"}
            poll-interval: 5s
            """,
            "connections/bpm.yaml": "kind: http\nurl: \(url)\nauth: {type: none}\n",
            "connections/local.yaml": """
            kind: smtp
            default: true
            host: 127.0.0.1
            port: \(office.postfix.port(.plain))
            encryption: none
            auth: {type: none}
            sender: {address: \(inbox.address), name: Поддержка}
            """,
            "routes/intake.yaml": """
            kind: receive
            connection: support
            attributes:
              Number: {type: number, from: Subject, match: 'Inv-([0-9]+)', required: true}
            deliver:
              - {connection: bpm, path: /messages, process: Intake}
            """,
        ]
    }

    private static func start(
        _ inbox: Inbox, _ office: PostOffice, _ handler: HandlerServer, _ more: [String: String] = [:]
    ) async throws -> Served {
        try await Served.start(
            files(inbox, office, handler: handler.url).merging(more) { $1 },
            variables: ["DESK_PASSWORD": inbox.password])
    }

    private static func taken(_ handler: HandlerServer, number: Int) async throws -> [HandlerServer.Taken] {
        try await handler.taken().filter { $0.message["Number"] == .integer(number) }
    }

    @Test func `a letter with an attachment comes to a handler once, as JSON, and is read in the mailbox`() async throws
    {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let inbox = office.newInbox()
        let served = try await Self.start(inbox, office, handler)
        try await served.until("the mailbox is watched") {
            let figure = "router_folder_read{connection=\"support\",folder=\"INBOX\"} 1\n"
            return try await served.get("/metrics").body.contains(figure)
        }
        try await Posted.send(Posted.letter("=?utf-8?B?0KHRh9GR0YI=?= Inv-17", id: "first"), to: inbox, through: office)
        try await served.until("the message is taken") { try await !Self.taken(handler, number: 17).isEmpty }
        let message = try #require(try await Self.taken(handler, number: 17).first)
        #expect(message.path == "/messages" && message.count == 1)
        #expect(message.message["From"] == ["Name": "Анна", "Address": "anna@example.test"])
        #expect(message.message["Subject"] == "Счёт Inv-17" && message.message["TextBody"] == "Добрый день!")
        #expect(message.message["GlobalMessageId"] == "<first@example.test>")
        #expect(message.message["process"] == ["name": "Intake", "instance": "new"])
        #expect(message.attachments.first?["Name"] == "счёт" && message.attachments.first?["Extension"] == ".png")
        #expect(message.contents == [[1, 2, 3]])
        let letter = try await inbox.letter()
        try await served.until("the letter is read") { try await inbox.letter().flags.contains("\\Seen") }
        #expect(letter["Subject"]?.contains("Inv-17") == true)
        let story = try await Router.run(["inbox", "list", "--json"], in: served.workspace)
        #expect(story.text.contains("\"delivered\"") && !story.text.contains("\"state\":\"received\""), "\(story.text)")
        // What was loaded once is not loaded again, by no start.
        served.send(SIGTERM)
        _ = try await served.ended()
        let again = try await served.again(variables: ["DESK_PASSWORD": inbox.password])
        await served.stop()
        try await Posted.send(Posted.letter("Inv-18", id: "second"), to: inbox, through: office)
        try await again.until("the next message is taken") { try await !Self.taken(handler, number: 18).isEmpty }
        #expect(try await Self.taken(handler, number: 17).map(\.count) == [1])
        await again.stop()
        await handler.stop()
    }

    @Test func `letters that nobody can get are kept apart, told of, and come when the route was mended`() async throws
    {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let inbox = office.newInbox()
        let served = try await Self.start(inbox, office, handler)
        let deep = (0..<400).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
        let hostile = [
            Posted.letter("no number at all", id: "lacks"),
            "From: anna@example.test\nSubject: Inv-66\nMessage-ID: <deep@example.test>\nMIME-Version: 1.0\n\(deep)\n",
        ]
        for (index, letter) in hostile.enumerated() {
            try await Posted.send(letter, to: inbox, through: office)
            try await Posted.send(Posted.letter("Inv-\(100 + index)", id: "good\(index)"), to: inbox, through: office)
        }
        for number in 100...101 {
            try await served.until("the good one is taken") { try await !Self.taken(handler, number: number).isEmpty }
        }
        try await served.until("both are quarantined") { served.events("quarantined").count == 2 }
        let words = served.events("quarantined").compactMap { $0["why"]?.text }
        #expect(words.contains { $0.contains("Number") }, "\(words)")
        #expect(words.contains { $0.contains("deep") }, "\(words)")
        try served.write(
            "routes/intake.yaml",
            Self.files(inbox, office, handler: handler.url)["routes/intake.yaml", default: ""]
                .replacing(", required: true", with: ""))
        try await served.until("the route was read again") { !served.events("reloaded").isEmpty }
        let retried = try await Router.run(
            ["inbox", "retry", "--state", "quarantined", "--all", "--yes"], in: served.workspace)
        #expect(retried.succeeded, "\(retried.errors)")
        try await served.until("the one that lacked a number is taken") {
            try await handler.taken().contains { $0.message["Subject"] == "no number at all" }
        }
        await served.stop()
        await handler.stop()
    }

    @Test func `an answer goes out by itself, threaded, and never to a machine`() async throws {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let (inbox, writer) = (office.newInbox(), office.newInbox("writer"))
        let served = try await Self.start(
            inbox, office, handler,
            [
                "routes/thanks.yaml": """
                kind: send
                attributes:
                  Who: {type: account, required: true}
                  Subject: {type: string, required: true}
                email: {to: <Who>, subject: 'Re: <Subject>', body: We have it.}
                """,
                "routes/intake.yaml": """
                kind: receive
                connection: support
                deliver:
                  - {route: thanks, with: {Who: {Name: <From.Name>, Address: <From.Address>}, Subject: <Subject|>}}
                """,
            ])
        for (number, more) in ["", "Auto-Submitted: auto-replied\n", "List-Id: <all.example.test>\n"].enumerated() {
            let letter = Posted.letter("Question \(number)", id: "q\(number)", more: more)
                .replacing("<anna@example.test>", with: "<\(writer.address)>")
            try await Posted.send(letter, from: writer.address, to: inbox, through: office)
        }
        try await served.until("all are handled") { served.events("delivered").count == 3 }
        let answer = try await writer.letter()
        #expect(answer["Subject"] == "Re: Question 0" && answer["In-Reply-To"] == "<q0@example.test>")
        #expect(answer["References"] == "<q0@example.test>" && answer["Auto-Submitted"] == "auto-replied")
        let words = served.events("delivered").compactMap { $0["answer"]?.text }
        #expect(words.filter { $0.hasPrefix("nothing was sent") }.count == 2, "\(words)")
        #expect(try await writer.letters(1).count == 1)
        await served.stop()
        await handler.stop()
    }

    @Test func `a notice that a letter did not arrive marks its recipient`() async throws {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let (inbox, reader) = (office.newInbox(), office.newInbox("reader"))
        let served = try await Self.start(inbox, office, handler)
        let sent = try await served.call(
            [
                "-d", "{\"To\": \"\(reader.address)\", \"Title\": \"Contract\"}",
                "-H", "Content-Type: application/json",
                "\(served.url)/v1/routes/note/messages?wait=60s",
            ], token: served.token)
        let id = try #require(sent.json["messages"]?.ids.first)
        let messageID = try #require(try await reader.letter()["Message-ID"])
        try await Posted.send(
            """
            From: Mail Delivery System <MAILER-DAEMON@mx.example.test>
            To: \(inbox.address)
            Subject: Undelivered Mail Returned to Sender
            Message-ID: <notice@mx.example.test>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: text/plain

            It did not arrive.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.test

            Final-Recipient: rfc822; \(reader.address)
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 No such user

            --b
            Content-Type: text/rfc822-headers

            Message-ID: \(messageID)
            Subject: Contract

            --b--

            """, from: "", to: inbox, through: office)
        try await served.until("the message is bounced") {
            try await served.get("/v1/messages/\(id)").body.contains("\"bounced\"")
        }
        #expect(try await served.get("/v1/messages/\(id)").body.contains("No such user"))
        await served.stop()
        await handler.stop()
    }

    @Test func `the command prints what comes in, each once, and says what nobody can get`() async throws {
        let office = try await PostOffice.shared
        let inbox = office.newInbox()
        let served = try await Served.start(["routes/other.yaml": Sample.files["routes/note.yaml", default: ""]])
        await served.stop()
        for (path, text) in Self.files(inbox, office, handler: "http://127.0.0.1:9") {
            try served.write(path, text.replacing("${env:DESK_PASSWORD}", with: inbox.password))
        }
        for number in 1...3 {
            try await Posted.send(Posted.letter("Inv-\(number)", id: "n\(number)"), to: inbox, through: office)
        }
        try await Posted.send(Posted.letter("nothing", id: "n4"), to: inbox, through: office)
        _ = try await inbox.letters(4)
        let first = try await Router.run(["receive", "intake", "--once"], in: served.workspace)
        let lines = first.text.split(separator: "\n").compactMap { try? JSON.read(String($0)) }
        #expect(!first.succeeded, "\(first.errors)")
        #expect(lines.compactMap { $0["Number"] } == [1, 2, 3])
        #expect(lines.allSatisfy { $0["Attachments"]?.printed().contains("\"Content\":\"AQID\"") == true })
        #expect(first.errors.contains("quarantined[missing-attribute]") && first.errors.contains("3 messages"))
        #expect(try await inbox.letters(4).allSatisfy { $0.flags.contains("\\Seen") })
        let second = try await Router.run(["receive", "intake", "--once"], in: served.workspace)
        #expect(second.succeeded && second.text.isEmpty, "\(second.text)\(second.errors)")
        let wrong = try await Router.run(["receive", "intak", "--once"], in: served.workspace)
        #expect(!wrong.succeeded && wrong.errors.contains("intake"))
    }
}
