/// Writes files such as Outlook packs letters into, for the tests ([MS-OXTNEF]).
struct TNEF {
    private(set) var bytes: [UInt8] = Self.number(0x223E_9F78, 4) + [1, 0]

    static func number(_ number: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    mutating func add(_ id: Int, level: UInt8 = 1, _ data: [UInt8]) {
        let sum = data.reduce(0) { ($0 + Int($1)) & 0xFFFF }
        bytes += [level] + Self.number(id, 4) + Self.number(data.count, 4) + data + Self.number(sum, 2)
    }

    /// A property whose value has a length.
    static func property(_ id: Int, _ type: Int, _ value: [UInt8]) -> [UInt8] {
        let padding = [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
        return number(type, 2) + number(id, 2) + number(1, 4) + number(value.count, 4) + value + padding
    }

    static func properties(_ all: [[UInt8]]) -> [UInt8] { number(all.count, 4) + all.flatMap { $0 } }

    static func utf16(_ text: String) -> [UInt8] { (Array(text.utf16) + [0]).flatMap { number(Int($0), 2) } }
}
