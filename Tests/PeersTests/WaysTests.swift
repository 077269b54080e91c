import Peers
import Testing

@Suite struct `Names and ways that a test makes up` {
    @Test func `a name has the addresses that the hosts file gives it, the dead first`() async throws {
        let server = try await AsyncMailServer.start { $0.host = "::1" }
        let hosts = try Hosts(["mail.example.test": ["127.0.0.2", "::1"], "other.example.test": ["127.0.0.3"]])
        let script = """
            import smtplib, socket, sys
            print([entry[4][0] for entry in socket.getaddrinfo("mail.example.test", 25, type=socket.SOCK_STREAM)])
            print([entry[4][0] for entry in socket.getaddrinfo("other.example.test", 25, type=socket.SOCK_STREAM)])
            try: socket.create_connection(("127.0.0.2", \(server.port)))
            except ConnectionRefusedError: print("dead")
            print(smtplib.SMTP("mail.example.test", \(server.port)).noop()[0])
            try: socket.getaddrinfo("mail.invalid", 25)
            except socket.gaierror: print("not found")
            """
        let settings = hosts.environment.map { "\($0.key)=\($0.value)" }
        let said = try await Tool.require("env", settings + ["python3", "-c", script])
        #expect(
            said.split(separator: "\n") == ["['127.0.0.2', '::1']", "['127.0.0.3']", "dead", "250", "not found"])
        await hosts.stop()
        await server.stop()
    }

    @Test func `a man in the middle takes STARTTLS away, and hears what is said`() async throws {
        let office = try await PostOffice.shared
        let relay = try await StrippingRelay.start(before: office.postfix.port(.plain))
        let inbox = office.newInbox()
        var talk = SMTPTalk(port: relay.port, recipients: [inbox.address])
        let replies = try await talk.held()
        let greeting = try #require(replies.first)
        #expect(greeting.hasPrefix("EHLO 250 mail.example.test | PIPELINING | SIZE ") && !greeting.contains("STARTTLS"))
        #expect(greeting.hasSuffix(" | SMTPUTF8 | CHUNKING"))
        #expect(replies.last?.hasPrefix("DATA 250 2.0.0 Ok") == true)
        #expect(relay.heard.first == "ehlo tests.example.test" && relay.heard.contains("rcpt TO:<\(inbox.address)>"))
        #expect(try await inbox.letter()["Subject"] == "hello")

        talk.encryption = "starttls"
        #expect(
            try await talk.held().last
                == "ERROR SMTPNotSupportedError STARTTLS extension not supported by server.")
        await relay.stop()
    }
}
