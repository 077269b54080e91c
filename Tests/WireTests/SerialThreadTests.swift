import Glibc
import Testing

@testable import Wire

private actor Worker {
    private let thread: SerialThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    private var count = 0

    init() throws(WireError) {
        thread = try SerialThread()
    }

    func work() -> (thread: pthread_t, count: Int) {
        count += 1
        return (pthread_self(), count)
    }

    func isBlockingSIGPIPE() -> Bool {
        var mask = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &mask)
        return sigismember(&mask, SIGPIPE) == 1
    }

    var weakThread: WeakThread { WeakThread(thread: thread) }
}

private struct WeakThread: @unchecked Sendable {
    weak var thread: SerialThread?
}

@Suite struct SerialThreadTests {
    @Test func `an actor's jobs run on one thread, one at a time`() async throws {
        let worker = try Worker()
        let other = try Worker()
        let results = await withTaskGroup(of: (pthread_t, Int).self) { group in
            for _ in 0..<1000 { group.addTask { await worker.work() } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(results.map(\.0)).count == 1)
        #expect(results.map(\.1).sorted() == Array(1...1000))
        #expect(await other.work().thread != results[0].0)
        #expect(await worker.isBlockingSIGPIPE())
    }

    @Test func `a thread ends with its actor`() async throws {
        var worker: Worker? = try Worker()
        _ = await worker?.work()
        let thread = await worker?.weakThread
        worker = nil
        // The last job may still be on its way out.
        let deadline = ContinuousClock.now + .seconds(120)
        while thread?.thread != nil, ContinuousClock.now < deadline { await Task.yield() }
        #expect(thread != nil && thread?.thread == nil)
    }
}
