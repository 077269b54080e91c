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
}
