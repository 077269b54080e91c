internal import Glibc

/// A letter's bytes before anything is read from them.
enum LetterSource {
    /// The same bytes, but for line ends that no reader of letters knows.
    static func mended(_ bytes: [UInt8], _ flaws: inout Flaws) -> [UInt8] {
        // QUIRK: old Macs and some scripts end lines with CR alone.
        guard !bytes.isEmpty, bytes.position(of: 0x0A) == nil, bytes.position(of: 0x0D) != nil else { return bytes }
        flaws.add("The lines end with CR alone.")
        return bytes.map { $0 == 0x0D ? 0x0A : $0 }
    }

    /// Where the header begins: some programs put a byte order mark or blank lines before it.
    static func start(of bytes: [UInt8], _ flaws: inout Flaws) -> Int {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var position = start
        while position < bytes.count, position - start < 64 {
            let line = LetterLine(bytes, at: position)
            guard line.isBlank else {
                if position == start { return start }
                // Else the blank line is the end of a header without fields.
                let scan = FieldScan(bytes, from: position, limit: 1 << 16) { _ in false }
                guard scan.fields.contains(where: { $0.name != .other }) else { return start }
                flaws.add("Blank lines stand before the header.")
                return position
            }
            position = line.next
        }
        return start
    }
}

extension [UInt8] {
    /// Where a byte stands next.
    func position(of byte: UInt8, from start: Int = 0) -> Int? {
        withUnsafeBytes { raw in
            guard start < raw.count, let base = raw.baseAddress,
                let found = memchr(base + start, CInt(byte), raw.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Where some bytes stand next.
    func position(of text: StaticString, from start: Int = 0) -> Int? {
        withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return nil }
            let length = text.utf8CodeUnitCount
            var position = start
            while position + length <= raw.count {
                guard let found = memchr(base + position, CInt(text.utf8Start[0]), raw.count - length + 1 - position)
                else { return nil }
                position = UnsafeRawPointer(found) - base
                if memcmp(found, text.utf8Start, length) == 0 { return position }
                position += 1
            }
            return nil
        }
    }
}

/// A line of a letter.
struct LetterLine {
    let start: Int
    /// Without its line end.
    let end: Int
    /// Where the next one begins.
    let next: Int

    init(_ bytes: [UInt8], at start: Int) {
        let feed = bytes.position(of: 0x0A, from: start)
        let stop = feed ?? bytes.count
        self.start = start
        end = stop > start && bytes[stop - 1] == 0x0D ? stop - 1 : stop
        next = feed.map { $0 + 1 } ?? bytes.count
    }

    var isBlank: Bool { end == start }
}
