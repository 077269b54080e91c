internal import Attributes

extension UUIDv7 {
    /// Its 16 bytes, which sort as it does.
    var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for position in 0..<8 {
                buffer[position] = UInt8(truncatingIfNeeded: high >> UInt64(56 - position * 8))
                buffer[position + 8] = UInt8(truncatingIfNeeded: low >> UInt64(56 - position * 8))
            }
            count = 16
        }
    }

    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        func half(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: half(bytes.prefix(8)), low: half(bytes.dropFirst(8)))
    }
}
