/// Reads a compiled zone: TZif, RFC 8536, version 2 or later.
struct ZoneFile {
    /// Twice the Big Bang, at which some files begin; later instants could overflow.
    private static let latest: UInt64 = 1 << 60

    private let bytes: [UInt8]
    private var at = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Returns: `nil` for what is no such file, or counts leap seconds, which the instants of everyone else don't.
    static func read(_ bytes: [UInt8]) -> ZoneTable? {
        var file = ZoneFile(bytes)
        return file.read()
    }

    /// The counts of a header, in their order.
    private struct Header {
        var universalMarks = 0
        var standardMarks = 0
        var leaps = 0
        var times = 0
        var types = 0
        var characters = 0

        /// The bytes of what follows, where an instant has 4 in the first block and 8 in the second.
        func blockSize(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standardMarks + universalMarks
        }
    }

    private mutating func read() -> ZoneTable? {
        // The first block holds 32-bit instants, for old readers.
        guard let old = header(), skip(old.blockSize(timeSize: 4)), let header = header(), header.leaps == 0,
            header.types > 0, at + header.blockSize(timeSize: 8) <= bytes.count
        else { return nil }

        let instants = (0..<header.times).map { _ in Int64(bitPattern: number(8)) }
        let indices = (0..<header.times).map { _ in UInt8(number(1)) }
        let types = (0..<header.types).map { _ in
            (offset: Int(Int32(truncatingIfNeeded: number(4))), isDaylight: number(1) == 1, name: Int(number(1)))
        }
        let names = bytes[at..<(at + header.characters)]
        guard skip(header.characters + header.standardMarks + header.universalMarks),
            zip(instants, instants.dropFirst()).allSatisfy({ $0 < $1 }),
            instants.allSatisfy({ $0.magnitude < Self.latest }), indices.allSatisfy({ $0 < header.types }),
            types.allSatisfy({ $0.name < header.characters && abs($0.offset) < 26 * 3600 })
        else { return nil }

        let phases = types.map { type in
            let name = names[(names.startIndex + type.name)...].prefix { $0 != 0 }
            return ZonePhase(
                offset: type.offset, isDaylight: type.isDaylight, abbreviation: String(decoding: name, as: UTF8.self))
        }
        return ZoneTable(instants: instants, indices: indices, phases: phases, rule: footer())
    }

    /// `TZif`, the version, 15 unused bytes, six counts.
    private mutating func header() -> Header? {
        guard bytes[at...].starts(with: "TZif".utf8), at + 44 <= bytes.count, bytes[at + 4] >= UInt8(ascii: "2") else {
            return nil
        }
        at += 20
        var header = Header()
        header.universalMarks = Int(number(4))
        header.standardMarks = Int(number(4))
        header.leaps = Int(number(4))
        header.times = Int(number(4))
        header.types = Int(number(4))
        header.characters = Int(number(4))
        return header
    }

    /// The rule between two line ends.
    private func footer() -> ZoneRule? {
        guard bytes[at...].first == 0x0A else { return nil }
        return ZoneRule(String(decoding: bytes[(at + 1)...].prefix { $0 != 0x0A }, as: UTF8.self))
    }

    private mutating func skip(_ count: Int) -> Bool {
        guard count <= bytes.count - at else { return false }
        at += count
        return true
    }

    /// A big-endian number; the caller has made sure that it is there.
    private mutating func number(_ size: Int) -> UInt64 {
        defer { at += size }
        return bytes[at..<(at + size)].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
