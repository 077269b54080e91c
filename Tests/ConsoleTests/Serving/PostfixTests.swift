import Attributes
import Peers
import Testing

@Suite struct PostfixTests {
    @Test func `letters submitted over HTTP arrive through Postfix in a mailbox of Dovecot, each once`() async throws {
        let office = try await PostOffice.shared
        let inbox = office.newInbox()
        let served = try await Served.start(
            [
                "connections/local.yaml": """
                kind: smtp
                default: true
                host: 127.0.0.1
                port: \(office.postfix.port(.authenticating))
                encryption: tls
                auth: {type: basic, username: robot@example.test, password: "${env:DESK_PASSWORD}"}
                tls: {ca: \(office.authority.certificate)}
                sender: {address: robot@example.test}
                """
            ], variables: ["DESK_PASSWORD": inbox.password])
        let tried = try await served.post("/v1/connections/local/test")
        #expect(tried.json["works"] == true, "\(tried.body)")
        for number in 1...10 {
            for _ in 1...2 {
                let reply = try await served.submit(
                    "{\"To\": \"\(inbox.address)\", \"Title\": \"Letter \(number)\"}", to: "note",
                    ["-H", "Idempotency-Key: letter-\(number)"])
                #expect([200, 202].contains(reply.status))
            }
        }
        let letters = try await inbox.letters(10, within: .seconds(300))
        #expect(Set(letters.compactMap { $0["Subject"] }) == Set((1...10).map { "Letter \($0)" }))
        #expect(try await served.get("/metrics").body.contains("state=\"sent\"} 10\n"))
        #expect(!served.log.contains { $0.printed().contains(inbox.password) })
        await served.stop()
    }

    /// As README's tour does, but through a mail server.
    @Test func `curl sends the sample's invitation through Postfix, with nothing but a token and the data`()
        async throws
    {
        let office = try await PostOffice.shared
        let (ivan, maria, guest) = (office.newInbox("ivan"), office.newInbox("maria"), office.newInbox("guest"))
        let served = try await Served.startOfSamples(
            [
                "connections/local.yaml": """
                kind: smtp
                default: true
                host: 127.0.0.1
                port: \(office.postfix.port(.authenticating))
                encryption: tls
                auth: {type: basic, username: robot@example.test, password: "${env:DESK_PASSWORD}"}
                tls: {ca: \(office.authority.certificate)}
                sender: {address: robot@example.test, name: Робот}
                """,
                "accounts/people.yaml": """
                - {id: ivan, name: Иван Петров, address: \(ivan.address), locale: ru-RU, timezone: Europe/Moscow}
                - {id: maria, name: Мария Соколова, address: \(maria.address), timezone: Asia/Yekaterinburg}
                - {id: john, name: John Smith, address: john@example.org, locale: en-GB, timezone: Europe/London}

                """,
            ], variables: ["DESK_PASSWORD": ivan.password])
        let attributes = Files.read("\(served.workspace)/data/meeting.json")
        try served.write("attrs.json", attributes.replacing("guest@example.net", with: guest.address))
        let reply = try await served.call(
            ["-d", "@\(served.workspace)/attrs.json", "\(served.url)/v1/routes/meeting-invite/messages?wait=60s"],
            token: served.token)
        #expect(reply.status == 202 && reply.json["messages"]?.ids.count == 3, "\(reply.body)")
        for inbox in [ivan, maria, guest] {
            let letter = try await inbox.letter()
            #expect(letter.defects == [] && letter["Subject"] == "Встреча «Планёрка»")
            #expect(letter.part("text/calendar")?.parameters["method"] == "REQUEST")
            #expect(letter.part("text/calendar")?.text?.contains("DTSTART:20261201T070000Z") == true)
        }
        #expect(reply.json["state"] == "sent", "\(reply.body)")
        // A form that is one is refused as before.
        let form = try await served.call(
            ["-d", "Title=Tea", "\(served.url)/v1/routes/meeting-invite/messages"], token: served.token)
        #expect(form.status == 415 && form.code == "unsupported-type")
        await served.stop()
    }
}
