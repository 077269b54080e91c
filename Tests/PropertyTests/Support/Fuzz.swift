import Glibc
import Peers
import Testing

/// How much is tried by chance, and from which seed.
///
/// `ROUTER_FUZZ=50` tries fifty times as much as usual, `ROUTER_SEED=7` something else than usual; `make fuzz` sets both.
enum Fuzz {
    static let factor = max(1, number("ROUTER_FUZZ").map { Int(clamping: $0) } ?? 1)
    static let seed = number("ROUTER_SEED") ?? 20_261_201

    /// How often to try what is usually tried that often.
    static func rounds(_ usual: Int) -> Int { usual * factor }

    /// Random numbers of a test's own: the same for the same seed and name.
    static func random(_ name: String = #function) -> Seeded {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Seeded(seed: seed ^ hash)
    }

    /// What a failure says: the value that failed, and how to see it again.
    static func note(_ value: some Any) -> Comment {
        Comment(rawValue: "\(String(reflecting: value)); ROUTER_SEED=\(seed) ROUTER_FUZZ=\(factor) shows it again")
    }

    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }
}
