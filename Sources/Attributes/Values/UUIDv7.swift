internal import Glibc
internal import Synchronization

/// An identifier that sorts by the time it was made: RFC 9562 §5.7.
///
/// Those of one process rise strictly, also within a millisecond and when the clock goes back.
package struct UUIDv7: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 48 bits of milliseconds since 1970, version 7, and 12 bits that count within the millisecond.
    package let high: UInt64
    /// Two bits of variant, and 62 random ones.
    package let low: UInt64

    /// What the identifiers of a process share.
    private struct Source {
        var last: UInt64 = 0
        /// Random numbers that nobody has had: the system is asked for many at once.
        var pool: [UInt64] = []

        mutating func random() -> UInt64 {
            if let number = pool.popLast() { return number }
            // getentropy(3) gives up to 256 bytes all at once, uninterrupted.
            pool = [UInt64](unsafeUninitializedCapacity: 32) { numbers, count in
                guard let base = numbers.baseAddress else { return }
                count = getentropy(base, 256) == 0 ? 32 : 0
            }
            return pool.popLast() ?? UInt64.random(in: .min ... .max)
        }
    }

    private static let source = Mutex(Source())

    /// A new one.
    package init() {
        self.init(milliseconds: Self.now())
    }

    init(milliseconds: UInt64) {
        let (count, random) = Self.source.withLock { source in
            // Counts begin in the lower half, which leaves room for 2048 identifiers a millisecond before time is borrowed.
            source.last = max(source.last + 1, milliseconds << 12 | source.random() & 0x7FF)
            return (source.last, source.random())
        }
        high = (count >> 12) << 16 | 0x7000 | count & 0xFFF
        low = 1 << 63 | random >> 2
    }

    /// The one with these bits, as somebody who has kept them knows it.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the usual form of 36 characters, in either case; `nil` for all else, other versions too.
    package init?(_ text: String) {
        var digits: [UInt64] = []
        for (position, byte) in text.utf8.enumerated() {
            if [8, 13, 18, 23].contains(position) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard position < 36, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                return nil
            }
            digits.append(UInt64(digit))
        }
        guard digits.count == 32, digits[12] == 7, digits[16] >> 2 == 2 else { return nil }
        high = digits[..<16].reduce(0) { $0 << 4 | $1 }
        low = digits[16...].reduce(0) { $0 << 4 | $1 }
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// Milliseconds since 1970 when it was made.
    package var milliseconds: UInt64 { high >> 16 }

    /// The usual form in lower case: `0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e`.
    package var description: String {
        String(unsafeUninitializedCapacity: 36) { text in
            var position = 0
            for half in [high, low] {
                for shift in stride(from: 60, through: 0, by: -4) {
                    if Self.hyphens &>> UInt64(position) & 1 == 1 {
                        text[position] = UInt8(ascii: "-")
                        position += 1
                    }
                    let nibble = UInt8(truncatingIfNeeded: half &>> UInt64(shift) & 15)
                    text[position] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
                    position += 1
                }
            }
            return position
        }
    }

    /// The places of the hyphens, as bits.
    private static let hyphens: UInt64 = 1 << 8 | 1 << 13 | 1 << 18 | 1 << 23

    private static func now() -> UInt64 {
        let now = Instant.now
        return UInt64(max(now.seconds, 0)) * 1000 + UInt64(now.nanoseconds) / 1_000_000
    }
}
