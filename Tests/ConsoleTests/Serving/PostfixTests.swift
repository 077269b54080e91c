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
}
