import Attributes
import Connecting
import ConnectingTesting
import Diagnostics
import Peers
import Testing
import Wire

@testable import Connectors

@Suite struct HTTPHandlingTests {
    private static func handovers(_ server: HandlerServer) async throws -> [Handover] {
        try await server.taken().map {
            Handover(id: $0.message["id"]?.text ?? "", count: 1, message: $0.message, contents: $0.contents)
        }
    }

    @Test(arguments: [HTTPConnector.Settings.Contents.base64, .multipart])
    func `a handler keeps to the contract, signed, over TLS`(_ contents: HTTPConnector.Settings.Contents) async throws {
        let authority = try await TestAuthority.make()
        let server = try await HandlerServer.start(["secret": "s3cret of the tests"], chain: authority.chain(.good))
        let connector = HTTPConnector(
            .init(
                url: "\(server.url)/messages", secrets: [Secret("s3cret of the tests")], contents: contents,
                tls: TLSSettings(ca: authority.certificate)))
        let violations = await HandlerConformance(connector) { try await Self.handovers(server) }.violations()
        #expect(violations == [])
        #expect(try await server.refused() == [])
        // Four sessions, whatever was asked at once; and curl has looked.
        #expect(try await server.connections() <= 4 + 8)
        await server.stop()
        await authority.stop()
    }

    @Test func `a message says who it is in its head, and its answer is the response`() async throws {
        let server = try await HandlerServer.shared
        let connector = HTTPConnector(
            .init(
                url: "\(server.url)/messages?tenant=1", method: "PUT", headers: [HTTPHeader("X-Tenant", "north")],
                secretHeader: ("X-Api-Key", Secret("key of the tests"))))
        var message = message(id: UUIDv7(high: 0x0198_c2f0_3f6a_7c21, low: 0x9d5e_0b1f_2a3c_4d5e), path: "/Inv 7/a?b=c")
        message.entry = 2
        message.attempt = 3
        let answer = try await connector.handle(message)
        #expect(answer.words == "200 OK")
        #expect(
            answer.response
                == ["IsDeclined": false, "Message": "взято", "Id": "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e"])
        let taken = try #require(
            try await server.taken().first { $0.key == "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e/2" })
        #expect(taken.method == "PUT")
        #expect(taken.path == "/messages/Inv%207/a?tenant=1&b=c")
        #expect(taken.headers["Router-Message-Id"] == "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e")
        #expect(taken.headers["Router-Attempt"] == "3")
        #expect(taken.headers["X-Tenant"] == "north")
        #expect(taken.headers["X-Api-Key"] == "key of the tests")
        let trace = try #require(taken.headers["traceparent"]?.text)
        #expect(trace.wholeMatch(of: /00-0198c2f03f6a7c219d5e0b1f2a3c4d5e-[0-9a-f]{16}-01/) != nil)
    }

    @Test func `a form has the files with their names and types`() async throws {
        let server = try await HandlerServer.shared
        let connector = HTTPConnector(.init(url: "\(server.url)/messages", contents: .multipart))
        let message = message(
            [:],
            [
                attachment("счёт \"7\".pdf", "%PDF", type: "application/pdf"),
                attachment("x", "--router-1\r\n", type: "text/html; charset=\"x\"\r\nX: y"),
            ])
        _ = try await connector.handle(message)
        let taken = try #require(try await server.taken().first { $0.key == "\(message.id)/1" })
        #expect(
            taken.files == [["счёт \"7\".pdf", "application/pdf"], ["x", "application/octet-stream"]]
                || taken.files == [["счёт %227%22.pdf", "application/pdf"], ["x", "application/octet-stream"]])
        #expect(taken.contents == message.attachments.map(\.content))
    }

    @Test func `without attachments only their names go`() async throws {
        let server = try await HandlerServer.shared
        let connector = HTTPConnector(.init(url: "\(server.url)/messages", contents: .none))
        let message = message([:], [attachment("a.txt", "hello")])
        _ = try await connector.handle(message)
        let taken = try #require(try await server.taken().first { $0.key == "\(message.id)/1" })
        #expect(taken.contents == [] && taken.attachments == [["Name": "a.txt", "ContentType": "text/plain"]])
    }

    @Test func `either secret is enough while one replaces the other, and a wrong one is told`() async throws {
        let server = try await HandlerServer.start(["secret": "the new secret, long enough"])
        func connector(_ secrets: String...) -> HTTPConnector {
            HTTPConnector(.init(url: "\(server.url)/messages", secrets: secrets.map { Secret($0) }))
        }
        let old = "the old secret, long enough"
        #expect(await failure(connector(old, "the new secret, long enough"), message()) == nil)
        #expect(await failure(connector("the new secret, long enough", old), message()) == nil)
        let wrong = await failure(connector(old), message())
        #expect(wrong?.verdict == .never)
        #expect(
            wrong?.message == "127.0.0.1:\(server.port) did not take the message: 403 Forbidden: the signature is wrong"
        )
        #expect(try await server.refused().count == 1)
        await server.stop()
    }

    @Test func `what comes too late or too early is tried again, and then it is taken`() async throws {
        let server = try await HandlerServer.shared
        let connector = HTTPConnector(.init(url: "\(server.url)/recovers"))
        var message = message()
        for attempt in 1...2 {
            message.attempt = attempt
            let failure = await failure(connector, message)
            #expect(failure?.verdict == .again)
            #expect(
                failure?.message
                    == "127.0.0.1:\(server.port) can't take the message now: 500 Internal Server Error: Oh dear")
        }
        message.attempt = 3
        #expect(await failure(connector, message) == nil)
    }

    @Test func `an answer that is no JSON object is no response`() async throws {
        let server = try await HandlerServer.shared
        let words = [
            ("empty", "204 No Content"), ("text", "200 OK"), ("list", "200 OK"),
            ("broken", "200 OK, and a response that is not JSON"),
        ]
        for (path, words) in words {
            let connector = HTTPConnector(.init(url: "\(server.url)/\(path)"))
            #expect(try await connector.handle(message()) == HandlerAnswer(words: words))
        }
    }

    @Test func `one connection serves many messages`() async throws {
        let server = try await HandlerServer.start()
        let connector = HTTPConnector(.init(url: "\(server.url)/messages", sessions: 1))
        for _ in 0..<20 { _ = try await connector.handle(message()) }
        #expect(try await server.taken().count == 20)
        // The other two looked.
        #expect(try await server.connections() <= 3)
        await server.stop()
    }
}
