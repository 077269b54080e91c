import Testing

@testable import Connectors

/// What all requests to one mailbox go through.
@Suite struct EWSGateTests {
    private static func busy(_ milliseconds: Int64) -> EWSRefusal {
        var refusal = EWSRefusal(code: "ErrorServerBusy", text: "")
        refusal.backOff = milliseconds
        return refusal
    }

    @Test func `nobody waits for ever behind somebody who goes away`() async throws {
        let gate = EWSGate(limit: 1)
        try await gate.enter()
        let waiting = (0..<5).map { _ in
            Task { () -> Int64? in
                do throws(EWSBusy) {
                    try await gate.enter()
                    await gate.leave(busy: nil)
                    return nil
                } catch { return error.seconds }
            }
        }
        await gate.leave(busy: Self.busy(600_000))
        for task in waiting { #expect((await task.value ?? 0) > 500) }
    }

    @Test func `no more than so many run at once, and all come to their turn`() async throws {
        let gate = EWSGate(limit: 3)
        let most = await withTaskGroup(of: Int.self) { group in
            let counter = Counter()
            for _ in 0..<40 {
                group.addTask {
                    guard (try? await gate.enter()) != nil else { return -1 }
                    let now = await counter.add(1)
                    await Task.yield()
                    _ = await counter.add(-1)
                    await gate.leave(busy: nil)
                    return now
                }
            }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(most.count == 40 && most.allSatisfy { (1...3).contains($0) })
    }

    @Test func `a server's own time counts, and its end opens the gate`() async throws {
        let gate = EWSGate(limit: 2)
        try await gate.enter()
        await gate.leave(busy: Self.busy(300))
        let start = ContinuousClock.now
        try await gate.enter()
        #expect(ContinuousClock.now - start >= .milliseconds(250))
    }

    private actor Counter {
        private var value = 0

        func add(_ number: Int) -> Int {
            value += number
            return value
        }
    }
}
