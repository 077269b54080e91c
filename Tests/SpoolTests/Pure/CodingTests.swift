import Attributes
import Connecting
import Peers
import Testing

@testable import Spool

@Suite struct CodingTests {
    private func recipients(_ random: inout Seeded) -> [RecipientStatus] {
        (0..<random.number(0...20)).map { _ in
            func text(_ random: inout Seeded) -> String {
                String(decoding: random.bytes(0...random.pick([3, 40, 300])), as: UTF8.self)
            }
            var recipient = RecipientStatus(
                address: text(&random), state: random.pick(Array(RecipientState.allCases)),
                reason: random.once(in: 2) ? text(&random) : nil)
            if random.once(in: 2) {
                recipient.reply = Reply(
                    code: random.number(0...999), enhanced: random.once(in: 2) ? text(&random) : nil,
                    text: text(&random))
            }
            return recipient
        }
    }

    @Test func `recipients are read as they were written`() throws {
        var random = Seeded(seed: 1)
        for _ in 0..<500 {
            let recipients = recipients(&random)
            #expect(try RecipientsCoding.decode(RecipientsCoding.encode(recipients)) == recipients)
        }
    }

    @Test func `whatever the bytes are, reading them ends`() throws {
        var random = Seeded(seed: 2)
        for _ in 0..<1_000 {
            var bytes = RecipientsCoding.encode(recipients(&random))
            for _ in 0..<random.number(1...4) {
                switch random.number(0...2) {
                case 0: bytes = Array(bytes.prefix(random.number(0...bytes.count)))
                case 1 where !bytes.isEmpty: bytes[random.number(0...bytes.count - 1)] = UInt8(random.number(0...255))
                default: bytes += random.bytes(0...12)
                }
            }
            // What can be read can be written again.
            if let read = try? RecipientsCoding.decode(bytes) {
                #expect(try RecipientsCoding.decode(RecipientsCoding.encode(read)) == read)
            }
        }
    }

    @Test func `what a state is stored as never changes`() {
        let states: [RecipientState] = [.queued, .sent, .deferred, .failed, .held, .cancelled, .bounced]
        #expect(states.count == RecipientState.allCases.count)
        for (number, state) in states.enumerated() {
            let bytes = RecipientsCoding.encode([RecipientStatus(address: "a", state: state)])
            #expect(bytes == [1, 1, UInt8(number), 1, 97, 0, 0])
        }
        let messages: [MessageState] = [.queued, .sent, .deferred, .failed, .held, .cancelled, .partial, .sending]
        #expect(messages.map(\.number) == Array(0...7))
        #expect(messages == (0...7).compactMap { MessageState(number: $0) })
    }

    @Test func `an id's bytes sort as it does`() {
        var random = Seeded(seed: 3)
        let ids = (0..<200).map { _ in UUIDv7(high: random.next() >> UInt64(random.number(0...63)), low: random.next())
        }
        for id in ids { #expect(UUIDv7(bytes: id.bytes) == id) }
        #expect(ids.sorted().map(\.bytes) == ids.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) })
        #expect(UUIDv7(bytes: [1, 2, 3]) == nil)
    }

    @Test(
        arguments: [
            (Instant(seconds: 1, nanoseconds: 999_999_999), 1_999),
            (Instant(seconds: -1, nanoseconds: 1_000_000), -999),
            (Instant(seconds: 0), 0),
        ] as [(Instant, Int64)])
    func `times are kept in whole milliseconds`(instant: Instant, milliseconds: Int64) {
        #expect(instant.milliseconds == milliseconds)
        #expect(Instant(milliseconds: milliseconds).milliseconds == milliseconds)
        #expect(Instant(milliseconds: milliseconds) <= instant)
    }

    @Test func `no time is too far away to be kept`() {
        for seconds in [Int64.min, -1 << 60, 1 << 60, Int64.max] {
            let milliseconds = Instant(seconds: seconds).milliseconds
            #expect((milliseconds < 0) == (seconds < 0))
        }
        #expect(Duration.seconds(Int64.max).milliseconds > 0)
    }
}
