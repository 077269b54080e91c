/// The bytes of a template, and the names and paths in them.
struct TemplateText {
    /// A path as it is written: `Participants[0].Name`.
    struct Path {
        var root: String
        var segments: [Spelling.Segment]
        var range: Range<Int>
    }

    let bytes: [UInt8]

    subscript(_ at: Int) -> UInt8? { at < bytes.count ? bytes[at] : nil }
    subscript(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func path(_ start: Int) -> Path? {
        guard var at = endOfName(start) else { return nil }
        let root = self[start..<at]
        var segments: [Spelling.Segment] = [.name(root, start..<at)]
        while true {
            if self[at] == UInt8(ascii: "."), let end = endOfName(at + 1) {
                segments.append(.name(self[at + 1..<end], at + 1..<end))
                at = end
            } else if self[at] == UInt8(ascii: "["), let end = endOfIndex(at + 1) {
                segments.append(.index(Int(self[at + 1..<end]) ?? 0, at..<end + 1))
                at = end + 1
            } else {
                return Path(root: root, segments: segments, range: start..<at)
            }
        }
    }

    private func endOfIndex(_ start: Int) -> Int? {
        var at = start
        while let byte = self[at], byte.isDigit, at - start < Template.Limit.index { at += 1 }
        return at > start && self[at] == UInt8(ascii: "]") ? at : nil
    }

    /// A name is letters of any script, digits and `_`, and begins with no digit.
    func endOfName(_ start: Int) -> Int? {
        var at = start
        while let byte = self[at] {
            if byte.isLetter || byte == UInt8(ascii: "_") || byte.isDigit && at > start {
                at += 1
            } else if byte >= 0x80, let (scalar, length) = scalar(at), scalar.properties.isAlphabetic {
                at += length
            } else {
                break
            }
        }
        return at > start ? at : nil
    }

    private func scalar(_ at: Int) -> (Unicode.Scalar, Int)? {
        let lead = bytes[at]
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard at + length <= bytes.count else { return nil }
        var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
        for next in bytes[at + 1..<at + length] { value = value << 6 | UInt32(next & 0x3F) }
        return Unicode.Scalar(value).map { ($0, length) }
    }

    func end(ofSpaceAt start: Int) -> Int {
        var at = start
        while let byte = self[at], byte.isSpace { at += 1 }
        return at
    }

    /// Where a run of bytes stands next, from an offset on.
    func find(_ run: [UInt8], from start: Int) -> Int? {
        guard let first = run.first else { return nil }
        var at = start
        while at + run.count <= bytes.count {
            if bytes[at] == first, bytes[at..<at + run.count].elementsEqual(run) { return at }
            at += 1
        }
        return nil
    }

    func has(_ run: [UInt8], at start: Int) -> Bool {
        start + run.count <= bytes.count && bytes[start..<start + run.count].elementsEqual(run)
    }
}
