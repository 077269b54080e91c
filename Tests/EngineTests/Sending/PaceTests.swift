import Connecting
import Testing

@testable import Engine

@Suite struct PaceTests {
    @Test func `as many as the rate go at once, and each next one when a place is free again`() {
        var pace = Pace(Rate(3, per: .minute))
        #expect(pace.ask(for: 16, at: .zero) == .go(3))
        #expect(pace.ask(for: 16, at: .seconds(1)) == .full)
        pace.end(2, at: .seconds(2))
        #expect(pace.ask(for: 1, at: .seconds(3)) == .wait(until: .seconds(62)))
        pace.end(1, at: .seconds(10))
        #expect(pace.ask(for: 16, at: .seconds(62)) == .go(2))
        #expect(pace.ask(for: 16, at: .seconds(62)) == .wait(until: .seconds(70)))
        pace.giveBack(2)
        #expect(pace.ask(for: 1, at: .seconds(63)) == .go(1))
    }

    @Test(arguments: 0..<20)
    func `no length of time ever has more beginnings than the rate`(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let rate = Rate(1 + random(9), per: .minute)
        var pace = Pace(rate)
        var now = Duration.zero
        var under: [Int] = []
        var begun: [Duration] = []
        for _ in 0..<2000 {
            now += .milliseconds(random(4000))
            if random(2) == 0, case .go(let count) = pace.ask(for: 1 + random(16), at: now) {
                under.append(count)
                // A letter may begin long after it was let go, but not after it has ended.
                begun += [Duration](repeating: now, count: count)
            } else if !under.isEmpty {
                pace.end(under.removeFirst(), at: now)
            }
        }
        #expect(begun.count > rate.count)
        for (earlier, later) in zip(begun, begun.dropFirst(rate.count)) { #expect(later - earlier >= .seconds(60)) }
    }
}
