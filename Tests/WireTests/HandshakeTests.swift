import Testing

@testable import Wire

@Suite struct HandshakeTests {
    private func handshake(_ text: String) -> Handshake {
        var handshake = Handshake()
        for line in text.split(separator: "\n") {
            _ = Array("\(line)\r\n".utf8).withUnsafeBytes { handshake.add($0) }
        }
        return handshake
    }

    @Test(
        arguments: [
            ("220 hi\n250-mx\n250 AUTH PLAIN\n235 2.7.0 in", true),
            ("220 hi\n250-mx\n250 AUTH PLAIN\n334 \n235 2.7.0 in", true),
            ("220 hi\n250-mx\n250 AUTH=LOGIN\n235 in", true),
            ("220 hi\n250-mx\n250 PIPELINING", false),
            ("220 hi\n250-mx\n250 AUTH PLAIN", false),
            ("220 hi\n250-mx\n250 AUTH PLAIN\n535 no", false),
            ("220 hi\n235 in", false),
            ("220 hi\n250-mx\n250-STARTTLS\n250 AUTH PLAIN\n220 go\n235 in", false),
            ("", false),
        ])
    func `only the server's own 235 after its offer is a login`(_ said: String, _ expected: Bool) {
        #expect(handshake(said).isAuthenticated == expected)
    }

    @Test func `what was offered before STARTTLS counts no more`() {
        let said = handshake("220 hi\n250-mx\n250-STARTTLS\n250 AUTH PLAIN\n220 go\n250-mx\n250-PIPELINING\n250 SIZE 5")
        #expect(said.capabilities == ["PIPELINING", "SIZE 5"])
        #expect(said.greeting == "hi")
        #expect(said.mechanisms == [])
    }

    @Test func `a refusal is the last reply, whole, without control characters`() {
        #expect(
            handshake("220 hi\n554-5.7.1 go\u{1B}[2J\n554 5.7.1 away").refusal == [
                "554-5.7.1 go␛[2J", "554 5.7.1 away",
            ])
        #expect(handshake("220 hi\n250 ok").refusal == [])
    }

    @Test func `a server that never stops talking is cut off`() {
        var handshake = Handshake()
        let line = Array("250-more\r\n".utf8)
        let taken = (0..<2000).prefix { _ in line.withUnsafeBytes { handshake.add($0) } }
        #expect(taken.count == LineLimits.handshakeLines)
        #expect(handshake.excess == "the server said more than 1000 lines before the login was done")
    }

    @Test func `a line that is too long is cut off`() {
        var handshake = Handshake()
        let isTaken = [UInt8](repeating: 0x61, count: LineLimits.line + 1).withUnsafeBytes { handshake.add($0) }
        #expect(!isTaken)
        #expect(handshake.excess == "a line has more than 4096 bytes")
    }

    // MARK: IMAP

    /// Plays lines that begin with `C: ` or are the server's.
    private func mailbox(_ text: String) -> Handshake {
        var handshake = Handshake(.imap)
        for line in text.split(separator: "\n") {
            if line.hasPrefix("C: ") {
                Array("\(line.dropFirst(3))\r\n".utf8).withUnsafeBytes { handshake.said($0) }
            } else {
                _ = Array("\(line)\r\n".utf8).withUnsafeBytes { handshake.add($0) }
            }
        }
        return handshake
    }

    @Test(
        arguments: [
            ("* OK hi\nC: A1 CAPABILITY\n* CAPABILITY AUTH=PLAIN\nA1 OK\nC: A2 AUTHENTICATE PLAIN x\nA2 OK in", true),
            ("* OK hi\nC: A2 LOGIN desk x\n* CAPABILITY IDLE\nA2 OK in", true),
            ("* OK hi\nC: A2 AUTHENTICATE PLAIN\n+\nA2 NO out", false),
            ("* OK hi\nC: A1 CAPABILITY\n* CAPABILITY X\nA1 OK", false),
            ("* OK hi\nA2 OK in\nC: A2 LOGIN desk x", false), ("* PREAUTH hi", true), ("* BYE", false), ("", false),
        ])
    func `only an OK to the login itself is one`(_ said: String, _ expected: Bool) {
        #expect(mailbox(said).isAuthenticated == expected)
    }

    @Test func `what an IMAP server offers is what it said last`() {
        let said = mailbox(
            "* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\nC: A1 CAPABILITY\n* capability IMAP4rev1 AUTH=PLAIN\nA1 OK"
        )
        #expect(said.capabilities == ["IMAP4rev1", "AUTH=PLAIN"])
        #expect(said.mechanisms == ["PLAIN"])
        #expect(said.greeting == "Dovecot ready.")
        #expect(mailbox("* OK [CAPABILITY IDLE] hi").capabilities == ["IDLE"])
    }

    @Test func `an IMAP server's refusal says more than its farewell`() {
        #expect(mailbox("* OK hi\nC: A2 LOGIN a b\nA2 NO [LIMIT] no\n* BYE bye").refusal == ["A2 NO [LIMIT] no"])
        #expect(mailbox("* BYE full").refusal == ["* BYE full"])
        #expect(mailbox("* OK hi\n* NO disk is full").refusal == [])
    }
}
