import Glibc
import Peers

/// The same throws in every run.
struct Dice: RandomNumberGenerator {
    private var random: Seeded

    /// The environment's `ROUTER_SEED` makes other throws of the same state.
    init(state: UInt64) {
        let seed = getenv("ROUTER_SEED").flatMap { UInt64(String(cString: $0)) } ?? 0
        random = Seeded(seed: state &+ seed &* 0x2545_F491_4F6C_DD1D)
    }

    mutating func next() -> UInt64 { random.next() }

    mutating func number(_ range: ClosedRange<Int>) -> Int { random.number(range) }

    mutating func pick<Element>(_ from: [Element]) -> Element { random.pick(from) }

    /// How much is thrown: times as much as usual, as the environment's `ROUTER_FUZZ` says.
    static let effort = getenv("ROUTER_FUZZ").flatMap { Int(String(cString: $0)) } ?? 1
}
