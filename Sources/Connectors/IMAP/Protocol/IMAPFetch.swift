internal import Attributes

/// What a server says of one letter; its parts come in any order.
///
///     S: * 12 FETCH (BODY[] {8192} … UID 42 FLAGS (\Seen))
struct IMAPFetch {
    enum Body {
        case bytes([UInt8])
        /// More bytes than are kept.
        case skipped(Int)
        /// NIL.
        case none
    }

    var uid: UInt32?
    var size: Int?
    var received: Instant?
    /// The letter, its header or a part, as asked for.
    var body: Body?
    /// Where the part begins.
    var origin: Int?

    init(_ reader: inout IMAPReader) throws(IMAPParser.Violation) {
        guard reader.take(UInt8(ascii: "(")) else { throw reader.violation("what is known of a letter") }
        while true {
            reader.skipSpaces()
            if reader.take(UInt8(ascii: ")")) { return }
            let name = reader.word()
            guard !name.isEmpty else { throw reader.violation("the end of what is known of a letter") }
            reader.skipSpaces()
            if Self.isBody(name) {
                origin = Self.origin(name)
                switch try reader.text() {
                case .bytes(let bytes): body = .bytes(bytes)
                case .skipped(let size): body = .skipped(size)
                case .none: body = Body.none
                }
                continue
            }
            switch String(decoding: name, as: UTF8.self).uppercased() {
            case "UID": uid = try reader.number32()
            case "RFC822.SIZE": size = try reader.number()
            case "INTERNALDATE": received = try reader.shortText().flatMap(IMAPDate.instant)
            default: try reader.skip()
            }
        }
    }

    private static let bodyName = Array("BODY[".utf8)

    private static func isBody(_ name: ArraySlice<UInt8>) -> Bool {
        name.count >= bodyName.count && zip(name, bodyName).allSatisfy { $0 & 0xDF == $1 & 0xDF }
    }

    /// `BODY[]<4096>`.
    private static func origin(_ name: ArraySlice<UInt8>) -> Int? {
        guard name.last == UInt8(ascii: ">"), let start = name.lastIndex(of: UInt8(ascii: "<")) else { return nil }
        return Int(String(decoding: name[(start + 1)...].dropLast(), as: UTF8.self))
    }
}
