import Glibc
import Peers
import Testing

@Suite struct `A post office of the tests' own` {
    @Test func `delivers a letter, byte for byte, and reads it back`() async throws {
        let office = try await PostOffice.shared
        let inbox = office.newInbox("ivan")
        let letter = """
            From: Robot <robot@example.test>\r
            Subject: =?utf-8?b?0J/RgNC40LLQtdGC?=\r
            MIME-Version: 1.0\r
            Content-Type: multipart/mixed; boundary=b\r
            \r
            --b\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            Добрый день\r
            .\r
            --b\r
            Content-Type: application/pdf\r
            Content-Disposition: attachment; filename=rules.pdf\r
            Content-Transfer-Encoding: base64\r
            \r
            JVBERg==\r
            --b--\r

            """
        let talk = SMTPTalk(port: office.postfix.port(.plain), recipients: [inbox.address], letter: letter)
        let replies = try await talk.held()
        #expect(replies.count == 4, "\(replies)")
        #expect(replies.last?.hasPrefix("DATA 250 2.0.0 Ok: queued as") == true)

        let received = try await inbox.letter()
        #expect(String(decoding: received.submitted, as: UTF8.self) == letter)
        #expect(received["subject"] == "Привет")
        #expect(received.all("Delivered-To") == [inbox.address])
        #expect(received.structure == "multipart/mixed\n  text/plain\n  application/pdf")
        #expect(received.part("text/plain")?.text == "Добрый день\r\n.")
        #expect(received.part("application/pdf")?.content == Array("%PDF".utf8))
        #expect(received.part("application/pdf")?.fileName == "rules.pdf")
        #expect(received.defects == [])
    }

    @Test func `says when too few letters have come`() async throws {
        let inbox = try await PostOffice.shared.newInbox("nobody")
        #expect(try await inbox.letters(0).isEmpty)
        await #expect(throws: PeerFailure.self) { try await inbox.letters(1, within: .milliseconds(60)) }
    }

    @Test(arguments: [
        (
            Postfix.refused,
            "RCPT 550 5.1.1 <refused@example.test>: Recipient address rejected: No such user here"
        ),
        (
            Postfix.later,
            "RCPT 450 4.2.0 <later@example.test>: Recipient address rejected: Mailbox busy, try again later"
        ),
        ("ivan@elsewhere.test", "RCPT 554 5.7.1 <ivan@elsewhere.test>: Relay access denied"),
    ])
    func `refuses a recipient as its tables say`(recipient: String, reply: String) async throws {
        let port = try await PostOffice.shared.postfix.port(.plain)
        #expect(try await SMTPTalk(port: port, recipients: [recipient]).held().dropFirst(2) == [reply])
    }

    @Test func `refuses a banned sender at once`() async throws {
        let port = try await PostOffice.shared.postfix.port(.plain)
        let replies = try await SMTPTalk(port: port, sender: Postfix.banned, recipients: ["ivan@example.test"]).held()
        #expect(
            replies.dropFirst() == [
                "MAIL 553 5.7.1 <banned@example.test>: Sender address rejected: This sender is banned"
            ])
    }

    @Test func `refuses a letter beyond the size limit`() async throws {
        let office = try await PostOffice.shared
        var talk = SMTPTalk(port: office.postfix.port(.small), recipients: [office.newInbox().address])
        talk.letter += String(repeating: "0123456789\r\n", count: Postfix.smallSizeLimit / 12 + 1)
        #expect(try await talk.held().last?.hasPrefix("DATA 552 5.3.4 ") == true)
    }

    @Test(arguments: Listener.allCases) func `announces what each of its doors is for`(door: Listener) async throws {
        let office = try await PostOffice.shared
        var talk = SMTPTalk(port: office.postfix.port(door), authority: office.authority.certificate)
        if door == .secure || door == .mutual { talk.encryption = "ssl" }
        if door == .mutual { talk.chain = office.authority.chain(.client) }
        let greeting = try #require(try await talk.held().first)
        #expect(greeting.contains("STARTTLS") == ![.secure, .mutual, .bare].contains(door), "\(greeting)")
        #expect(greeting.contains("AUTH ") == (door == .clearAuthenticating), "\(greeting)")
        #expect(greeting.contains("PIPELINING") == (door != .bare), "\(greeting)")
        #expect(!greeting.contains("XFORWARD") && !greeting.contains("XCLIENT"))
    }

    @Test(arguments: [
        (Listener.plain, "starttls"), (.secure, "ssl"), (.authenticating, "starttls"), (.clearAuthenticating, "none"),
        (.bare, "none"),
    ])
    func `takes a letter at every good door`(door: Listener, encryption: String) async throws {
        let office = try await PostOffice.shared
        let inbox = office.newInbox("\(door.rawValue)")
        var talk = SMTPTalk(port: office.postfix.port(door), recipients: [inbox.address], encryption: encryption)
        talk.authority = office.authority.certificate
        if door == .authenticating || door == .clearAuthenticating { talk.password = Dovecot.password }
        let replies = try await talk.held()
        #expect(replies.last?.hasPrefix("DATA 250 2.0.0 Ok") == true, "\(replies)")
        #expect(try await inbox.letter()["Subject"] == "hello")
    }

    @Test func `asks for the password where one is due`() async throws {
        let office = try await PostOffice.shared
        var talk = SMTPTalk(port: office.postfix.port(.clearAuthenticating), recipients: ["ivan@example.test"])
        let refusal = "MAIL 530 5.7.0 <robot@example.test>: Sender address rejected: Authentication required"
        #expect(try await talk.held().last == refusal)

        talk.password = "wrong"
        #expect(try await talk.held().last?.hasPrefix("ERROR 535 5.7.8 Error: authentication failed") == true)

        talk.port = office.postfix.port(.authenticating)
        talk.password = nil
        #expect(try await talk.held().last == "MAIL 530 5.7.0 Must issue a STARTTLS command first")
    }

    @Test(arguments: [
        (Listener.plain, "MAIL 250 2.1.0 Ok"),
        (.expired, "TLS certificate has expired"),
        (.otherHost, "TLS Hostname mismatch, certificate is not valid for 'localhost'."),
        (.selfSigned, "TLS self-signed certificate"),
        (.notYetValid, "TLS certificate is not yet valid"),
        (.stranger, "TLS unable to get local issuer certificate"),
        (.between, "MAIL 250 2.1.0 Ok"),
        (.incomplete, "TLS unable to get local issuer certificate"),
        // Python does not look at lists of revoked certificates.
        (.revoked, "MAIL 250 2.1.0 Ok"),
        (.oldTLS, "MAIL 250 2.1.0 Ok"),
    ])
    func `shows certificates good and bad`(door: Listener, result: String) async throws {
        let office = try await PostOffice.shared
        var talk = SMTPTalk(port: office.postfix.port(door), encryption: "starttls")
        talk.authority = office.authority.certificate
        #expect(try await talk.held().last?.hasPrefix(result) == true)
    }

    @Test func `lets nobody in at the mutual door without a certificate`() async throws {
        let office = try await PostOffice.shared
        var talk = SMTPTalk(port: office.postfix.port(.mutual), encryption: "ssl")
        talk.authority = office.authority.certificate
        #expect(try await talk.held().first?.hasPrefix("ERROR") == true)
    }
}
