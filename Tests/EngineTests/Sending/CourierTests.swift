import Connecting
import Synchronization
import Testing

@testable import Engine

@Suite struct CourierTests {
    /// What was reported of each letter, and what was told on the way.
    private final class Watch: Sendable {
        let states = Mutex<[String: [MessageState]]>([:])
        let news = Mutex<[CourierNews]>([])

        func add(_ message: Message, _ receipt: Receipt) {
            states.withLock { $0[message.id, default: []].append(receipt.state) }
        }

        func add(_ item: CourierNews) { news.withLock { $0.append(item) } }

        /// How many letters came how far; 0 of `twice` unless one was reported twice.
        var counts: [MessageState: Int] {
            states.withLock { states in
                states.values.reduce(into: [:]) { $0[$1.count == 1 ? $1[0] : .partial, default: 0] += 1 }
            }
        }
    }

    private func deliver(_ count: Int, to stage: Stage, sessions: Int = 4, rate: Rate? = nil) async -> Watch {
        let watch = Watch()
        let courier = Courier(StageSender(stage), sessions: sessions, rate: rate, time: stage.time, news: watch.add)
        await courier.deliver(Message.numbered(count), watch.add)
        await courier.close()
        #expect(stage.record.open == 0)
        return watch
    }

    @Test(arguments: [Stage.Manner.refusesToOpen, .refusesFirstLetter], [1, 2, 3])
    func `while one session works, a server that takes no more of them fails no letter`(
        _ manner: Stage.Manner, _ limit: Int
    ) async {
        let stage = Stage(limit: limit, manner, knocks: 4)
        let watch = await deliver(200, to: stage)
        #expect(watch.counts == [.sent: 200])
        #expect(Set(stage.record.sent).count == 200 && stage.record.sent.count == 200)
    }

    @Test(arguments: [1, 3, 16, 17])
    func `letters that a session did not begin go over another`(_ count: Int) async {
        let stage = Stage(limit: 2, lettersPerSession: count)
        let watch = await deliver(100, to: stage)
        #expect(watch.counts == [.sent: 100])
        #expect(stage.record.sent.count == 100)
    }

    @Test func `when no session can be had, every letter is deferred with the reason`() async {
        let stage = Stage(limit: 0)
        #expect(await deliver(100, to: stage).counts == [.deferred: 100])
        let first = Stage(limit: 0, .refusesFirstLetter)
        #expect(await deliver(20, to: first).counts == [.deferred: 20])
    }

    @Test func `a session that ended while it was idle costs nothing`() async {
        let stage = Stage(lettersPerSession: 10)
        let watch = Watch()
        let courier = Courier(StageSender(stage), sessions: 1, time: stage.time)
        await courier.deliver(Array(Message.numbered(20)[..<10]), watch.add)
        await courier.deliver(Array(Message.numbered(20)[10...]), watch.add)
        await courier.close()
        #expect(watch.counts == [.sent: 20])
    }

    @Test func `it is told that the server has enough sessions`() async {
        let watch = await deliver(200, to: Stage(limit: 1, knocks: 4))
        let told = watch.news.withLock { news in
            news.compactMap {
                if case .fewerSessions(let count, let reason) = $0 { "\(count): \(reason.message)" } else { nil }
            }
        }
        // While the others are still refused, it may have more for a moment.
        #expect(told.last == "1: mx:25 asks to try later: 421 4.7.0 too many")
        #expect(told == told.sorted(by: >))
    }

    @Test(arguments: [Rate(1, per: .second), Rate(30, per: .minute), Rate(100, per: .day)], [1, 4])
    func `a rate holds over all sessions, from the first letter on`(_ rate: Rate, _ sessions: Int) async {
        let stage = Stage(lettersPerSession: 20, pace: .milliseconds(10))
        let watch = await deliver(150, to: stage, sessions: sessions, rate: rate)
        #expect(watch.counts == [.sent: 150])
        let begun = stage.record.begun
        for (earlier, later) in zip(begun, begun.dropFirst(rate.count)) {
            #expect(later - earlier >= rate.unit.length)
        }
        // And it is used: the last letter begins not much later than it must. Each session's end costs a place or two, and on a busy machine
        // the stage's clock runs on while a worker has yet to ask for its turn.
        let needed = rate.unit.length * ((150 + 40 - 1) / rate.count)
        #expect((begun.last ?? .zero) < needed * 2 + .seconds(10))
        #expect(watch.news.withLock { $0.count } > 0)
    }

    @Test func `long waits are not spent with open sessions`() async {
        let stage = Stage()
        _ = await deliver(12, to: stage, sessions: 1, rate: Rate(4, per: .hour))
        #expect(stage.record.opened == 3)
        let short = Stage()
        _ = await deliver(12, to: short, sessions: 1, rate: Rate(4, per: .second))
        #expect(short.record.opened == 1)
    }
}
