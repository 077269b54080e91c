/// Finds where one envelope ends in a body of many.
struct EWSEnvelopeSplitter: Sendable {
    private var bytes: [UInt8] = []
    /// Where to look on.
    private var place = 0

    /// Whether more was said than an envelope may have.
    var isTooLong: Bool { bytes.count > EWSLimits.notification }

    mutating func add(_ part: UnsafeRawBufferPointer) { bytes += part }

    /// The next whole envelope.
    mutating func next() -> [UInt8]? {
        while let end = bytes[place...].firstIndex(of: UInt8(ascii: ">")) {
            let start = bytes[..<end].lastIndex(of: UInt8(ascii: "<")) ?? 0
            place = end + 1
            // Text has no `<` of its own, so this is a tag.
            guard Self.endsEnvelope(bytes[start..<end]) else { continue }
            let envelope = Array(bytes[..<place])
            bytes.removeFirst(place)
            place = 0
            return Self.trimmed(envelope)
        }
        return nil
    }

    /// `</Envelope`, with or without a prefix.
    private static func endsEnvelope(_ tag: ArraySlice<UInt8>) -> Bool {
        guard tag.starts(with: Array("</".utf8)) else { return false }
        var name = tag.dropFirst(2)
        while let last = name.last, last <= 0x20 { name.removeLast() }
        if let colon = name.firstIndex(of: UInt8(ascii: ":")) { name = name[(colon + 1)...] }
        return name.elementsEqual(Array("Envelope".utf8))
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.drop { $0 <= 0x20 }) }
}
