import Glibc

/// SplitMix64: the same throws in every run.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    /// The environment's `ROUTER_SEED` makes other throws of the same state.
    init(state: UInt64) {
        let seed = getenv("ROUTER_SEED").flatMap { UInt64(String(cString: $0)) } ?? 0
        self.state = state &+ seed &* 0x2545_F491_4F6C_DD1D
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func pick<Element>(_ from: [Element]) -> Element { from[number(0...from.count - 1)] }

    /// How much is thrown: times as much as usual, as the environment's `ROUTER_FUZZ` says.
    static let effort = getenv("ROUTER_FUZZ").flatMap { Int(String(cString: $0)) } ?? 1
}
