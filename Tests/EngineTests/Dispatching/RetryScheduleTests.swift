import Attributes
import Connecting
import MIME
import Testing

@testable import Engine

struct RetryScheduleTests {
    private let schedule = RetrySchedule()
    private let letter = Letter(
        id: "1", messageID: "<1@x>", sender: "a@x.org", recipients: ["b@x.org", "c@x.org"], content: Content(pieces: [])
    )
    private let now = Instant(seconds: 1_800_000_000)

    @Test func `waits grow from a minute to four hours, and chance keeps letters apart`() {
        let middle = (1...12).map { schedule.delay(after: $0, chance: 0.5) }
        #expect(middle.prefix(4) == [.seconds(60), .seconds(120), .seconds(240), .seconds(480)])
        #expect(middle.last == .seconds(4 * 3600))
        #expect(schedule.delay(after: 1, chance: 0) == .seconds(48))
        #expect((.seconds(71)...Duration.seconds(73)).contains(schedule.delay(after: 1, chance: 1)))
        #expect(schedule.delay(after: .max, chance: 1) < .seconds(4 * 3600 * 1.21))
    }

    @Test func `what is deferred is due again, and what is sent or failed is not`() {
        let history = DeliveryHistory(attempts: 2, accepted: now)
        let deferred = schedule.settle(Receipt(letter, all: .deferred), history, now: now)
        #expect(deferred.next.map { (.seconds(192)...Duration.seconds(288)).contains($0 - now) } == true)
        for state in [RecipientState.sent, .failed, .held, .cancelled] {
            let settled = schedule.settle(Receipt(letter, all: state), history, now: now)
            #expect(settled.next == nil && settled.receipt == Receipt(letter, all: state))
        }
    }

    @Test func `after three days it is given up, with the last reason`() {
        let failure = Failure(.notNow, .again, "mx asks to wait", help: "wait")
        let history = DeliveryHistory(attempts: 9, accepted: now + .seconds(-3 * 86_400))
        var receipt = Receipt(letter, all: .deferred, failure: failure)
        receipt.recipients[0].state = .sent
        let settled = schedule.settle(receipt, history, now: now)
        #expect(settled.next == nil)
        #expect(settled.receipt.recipients.map(\.state) == [.sent, .failed])
        #expect(settled.receipt.failure?.message == "mx asks to wait; router gave up after 3 days")
    }

    @Test func `an unknown outcome is held, or tried again where the route says so`() {
        let held = Receipt(letter, all: .held)
        #expect(schedule.settle(held, DeliveryHistory(accepted: now), now: now).receipt == held)
        let again = schedule.settle(held, DeliveryHistory(accepted: now, mayDouble: true), now: now)
        #expect(again.receipt.state == .deferred && again.next != nil)
    }
}

struct CircuitTests {
    private let busy = Failure(.connectionRefused, .again, "mx refuses", help: "start it")
    private let wrong = Failure(.authenticationRefused, .never, "mx refuses the login", help: "mend it")

    @Test func `three failures in a row open it, and one success closes it`() {
        var circuit = Circuit()
        var opened = circuit.failed(busy, at: .zero)
        circuit.succeeded()
        for _ in 0..<2 { opened = circuit.failed(busy, at: .zero) || opened }
        #expect(!opened)
        #expect(circuit.permission(at: .zero) == .all)
        opened = circuit.failed(busy, at: .zero, chance: 0.5)
        #expect(opened)
        #expect(circuit.permission(at: .seconds(4)) == .none(until: .seconds(5)))
        #expect(circuit.permission(at: .seconds(5)) == .one)
        circuit.succeeded()
        #expect(circuit.permission(at: .zero) == .all && circuit.failure == nil)
    }

    @Test func `it waits longer each time, five minutes at most, and is told of once`() {
        var circuit = Circuit()
        var told = 0
        for _ in 0..<20 where circuit.failed(busy, at: .zero, chance: 0.5) { told += 1 }
        #expect(told == 1)
        #expect(circuit.permission(at: .zero) == .none(until: .seconds(300)))
        circuit.hurry()
        #expect(circuit.permission(at: .zero) == .one)
    }

    @Test func `a refused login opens it at once: servers lock accounts`() {
        var circuit = Circuit()
        let opened = circuit.failed(wrong, at: .zero, chance: 0.5)
        #expect(opened)
        #expect(circuit.permission(at: .zero) == .none(until: .seconds(300)))
    }
}
