import Glibc
import Synchronization
import Testing

@testable import Wire

/// Waiting for sockets without a thread, and blocking work on a few threads.
@Suite struct SocketWatchTests {
    private func pair() -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        return (ends[0], ends[1])
    }

    @Test func `what comes ends a wait, and so does its deadline`() async {
        let (ear, mouth) = pair()
        #expect(await SocketWatch.shared.wait(for: ear, until: .now + .milliseconds(50)) == .deadline)
        async let news = SocketWatch.shared.wait(for: ear, until: .now + .seconds(600))
        var byte: UInt8 = 1
        write(mouth, &byte, 1)
        #expect(await news == .readable)
        close(mouth)
        #expect(await SocketWatch.shared.wait(for: ear, until: .now + .seconds(600)) == .readable)
        close(ear)
    }

    @Test func `a cancelled task waits no more, whenever it is cancelled`() async {
        for delay in [0, 1, 20] {
            let (ear, mouth) = pair()
            let task = Task { await SocketWatch.shared.wait(for: ear, until: .now + .seconds(600)) }
            if delay > 0 { try? await Task.sleep(for: .milliseconds(delay)) }
            task.cancel()
            #expect(await task.value == .cancelled)
            close(ear)
            close(mouth)
        }
    }

    @Test func `hundreds wait at once, each for its own`() async {
        let pairs = (0..<300).map { _ in pair() }
        await withTaskGroup(of: (Int, SocketWatch.News).self) { group in
            for (index, pair) in pairs.enumerated() {
                group.addTask {
                    (index, await SocketWatch.shared.wait(for: pair.0, until: .now + .seconds(600)))
                }
            }
            for index in [7, 299, 0] {
                var byte: UInt8 = 1
                write(pairs[index].1, &byte, 1)
                let (found, news) = await group.next() ?? (-1, .deadline)
                #expect(found == index && news == .readable)
            }
            group.cancelAll()
        }
        for (ear, mouth) in pairs {
            close(ear)
            close(mouth)
        }
    }

    private actor Worker {
        private let executor: PooledExecutor
        private var count = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        init() throws { executor = try PooledExecutor() }

        func work() -> Int {
            let before = count
            usleep(2000)
            count = before + 1
            return count
        }
    }

    @Test func `work of many is done on a few threads, that of each in order`() async throws {
        let workers = try (0..<200).map { _ in try Worker() }
        await withTaskGroup(of: Int.self) { group in
            for worker in workers { for _ in 0..<5 { group.addTask { await worker.work() } } }
            var counts: [Int: Int] = [:]
            for await count in group { counts[count, default: 0] += 1 }
            #expect(counts == [1: 200, 2: 200, 3: 200, 4: 200, 5: 200])
        }
    }
}
