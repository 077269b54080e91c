internal import Glibc

/// Gives a stream of bytes the line ends that its destination wants, chunk by chunk.
///
/// A bare CR or LF ends a line too: passed on as it is, it would let a text end the letter and begin another (SMTP smuggling).
struct LineShaper {
    enum Style {
        /// CRLF, and a dot before a dot that begins a line (RFC 5321 section 4.5.2).
        case smtp
        /// LF.
        case file
    }

    private let style: Style
    private var isAtLineStart = true
    private var hasCR = false

    init(_ style: Style) {
        self.style = style
    }

    /// Appends a chunk in its new shape.
    mutating func append(_ chunk: [UInt8], to output: inout [UInt8]) {
        output.reserveCapacity(output.count + chunk.count + chunk.count / 64 + 8)
        chunk.withUnsafeBufferPointer { shape($0, &output) }
    }

    /// Ends the last line, if it has not ended.
    mutating func finish(_ output: inout [UInt8]) {
        if hasCR || !isAtLineStart { endLine(&output) }
        hasCR = false
    }

    private mutating func shape(_ bytes: UnsafeBufferPointer<UInt8>, _ output: inout [UInt8]) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        var place = 0
        if hasCR {
            hasCR = false
            endLine(&output)
            if bytes[0] == 0x0A { place = 1 }
        }
        // The line feed ahead is looked for once, however many bare CRs stand before it.
        var lineFeed = -1
        while place < bytes.count {
            if lineFeed < place { lineFeed = Self.find(0x0A, base, place, bytes.count) }
            let end = Self.find(0x0D, base, place, lineFeed)
            if end > place {
                if isAtLineStart, style == .smtp, bytes[place] == UInt8(ascii: ".") { output.append(UInt8(ascii: ".")) }
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[place..<end]))
                isAtLineStart = false
            }
            place = end
            guard place < bytes.count else { break }
            if bytes[place] == 0x0D {
                place += 1
                if place == bytes.count {
                    hasCR = true
                    break
                }
                if bytes[place] == 0x0A { place += 1 }
            } else {
                place += 1
            }
            endLine(&output)
        }
    }

    private mutating func endLine(_ output: inout [UInt8]) {
        if style == .smtp { output.append(0x0D) }
        output.append(0x0A)
        isAtLineStart = true
    }

    /// - Returns: The first place of the byte, or `end`.
    private static func find(_ byte: Int32, _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        guard start < end, let found = memchr(base + start, byte, end - start) else { return end }
        return UnsafeRawPointer(base).distance(to: found)
    }
}
