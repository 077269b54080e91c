import Attributes
import Connecting
import Diagnostics
import Peers
import Testing

@testable import Connectors

/// A process engine that no one here wrote, behind the endpoint of `examples/process-engine`.
@Suite struct ProcessEngineTests {
    private static func connector(_ engine: ProcessEngine) -> HTTPConnector {
        HTTPConnector(.init(url: "\(engine.url)/messages", secrets: [Secret(ProcessEngine.secret)]))
    }

    private static func letter(_ name: String, _ number: String) -> HandedMessage {
        message(
            [
                "From": ["Name": .string(name), "Address": "ivan@example.test"], "Subject": "x",
                "Case": .string(number),
            ],
            [attachment("dent.png", "PNG")], process: HandedProcess(name: "Claim"))
    }

    private static func answer(_ number: String, _ status: String, isInvited: Bool = true) -> HandedMessage {
        message(
            [
                "Case": .string(number),
                "Answer": ["Status": .string(status), "IsStale": false, "IsInvited": .bool(isInvited)],
            ], process: HandedProcess(name: "Claim", key: number))
    }

    @Test func `processes start, wait through a restart, and end as the answers say`() async throws {
        let folder = Folder()
        let router = try await HandlerServer.start()
        let state = "\(folder.path)/engine.db"
        var engine = try await ProcessEngine.start(router: router.url, state: state)
        let first = Self.letter("Иван", "C-17")
        let begun = try await Self.connector(engine).handle(first)
        #expect(begun.response?["State"] == "waiting")
        // It comes again, and changes nothing.
        #expect(try await Self.connector(engine).handle(first) == begun)
        for number in ["C-18", "C-19"] { _ = try await Self.connector(engine).handle(Self.letter("Anna", number)) }
        let invitations = try await router.taken()
        #expect(invitations.map { $0.message["Case"] } == ["C-17", "C-18", "C-19"])
        #expect(invitations.map(\.count) == [1, 1, 1])
        #expect(invitations.allSatisfy { $0.path == "/v1/routes/meeting-invite/messages" })
        await engine.stop()

        engine = try await ProcessEngine.start(router: router.url, state: state)
        let connector = Self.connector(engine)
        #expect(try await connector.handle(Self.answer("C-17", "accepted")).response?["State"] == "accepted")
        #expect(try await connector.handle(Self.answer("C-18", "declined")).response?["State"] == "declined")
        #expect(try await connector.handle(Self.answer("C-19", "tentative")).response?["State"] == "waiting")
        #expect(try await connector.handle(Self.answer("C-19", "accepted")).response?["State"] == "accepted")
        let refused = [
            (Self.answer("C-17", "declined"), "no process waits for an answer about C-17"),
            (Self.answer("C-20", "accepted", isInvited: false), "nobody has invited who answers"),
        ]
        for (message, words) in refused {
            let found = await failure(connector, message)
            #expect(found?.verdict == .never && found?.message.hasSuffix("422 Unprocessable Content: \(words)") == true)
        }
        let instances = try JSON.read(try await engine.instances())
        guard case .array(let list) = instances else { throw NoList() }
        #expect(list.map { $0["State"] } == ["accepted", "declined", "accepted"])
        await engine.stop()
        await router.stop()
    }

    private struct NoList: Error {}

    @Test func `an engine whose router is away asks for the letter again, and nobody is invited twice`() async throws {
        let folder = Folder()
        let state = "\(folder.path)/engine.db"
        var engine = try await ProcessEngine.start(router: "http://127.0.0.1:1", state: state)
        let letter = Self.letter("Иван", "C-17")
        #expect(await failure(Self.connector(engine), letter)?.verdict == .again)
        await engine.stop()
        let router = try await HandlerServer.start()
        engine = try await ProcessEngine.start(router: router.url, state: state)
        for _ in 0..<2 { #expect(try await Self.connector(engine).handle(letter).response?["State"] == "waiting") }
        #expect(try await router.taken().map(\.count) == [1])
        await engine.stop()
        await router.stop()
    }
}
