import Attributes
import Connecting
import ConnectingTesting
import Peers
import Testing
import Wire

@testable import Connectors

/// The connection breaks after every byte of either side.
@Suite struct HTTPBreakTests {
    @Test(arguments: BreakingRelay.Side.allCases, [false, true])
    func `a message that breaks anywhere is tried again, and is there once`(
        _ side: BreakingRelay.Side, _ isHard: Bool
    ) async throws {
        let server = try await HandlerServer.start()
        let whole = try BreakingRelay(to: server.port)
        _ = try await HTTPConnector(.init(url: "http://127.0.0.1:\(whole.port)/messages")).handle(message())
        let total = whole.count(side)
        #expect(total > 100)
        var broken = 0
        for count in 0..<total {
            let relay = try BreakingRelay(to: server.port, .init(side, after: count, isHard: isHard))
            let connector = HTTPConnector(.init(url: "http://127.0.0.1:\(relay.port)/messages", timeout: .seconds(100)))
            let message = message()
            if let failure = await failure(connector, message) {
                broken += 1
                #expect(failure.verdict == .again, "\(side) after \(count): \(failure)")
                #expect(await Self.isTaken(connector, message))
            }
        }
        #expect(broken > total / 2)
        // Each at most twice, and each under one key: who keeps keys gets it once.
        let taken = try await server.taken()
        #expect(taken.count == total + 1)
        #expect(taken.allSatisfy { $0.count <= 2 })
        await server.stop()
    }

    private static func isTaken(_ connector: HTTPConnector, _ message: HandedMessage) async -> Bool {
        await failure(connector, message) == nil
    }
}
