internal import Attributes

/// A letter's bytes, with CRLF line ends: pieces in memory, and files that are encoded while they are read.
package struct Content: Sendable {
    package enum Piece: Sendable {
        case bytes([UInt8])
        /// A file that goes out in base64, in lines of 76 characters and CRLF; `size` is its size in bytes when the letter was composed.
        case base64(path: String, size: Int)
    }

    package var pieces: [Piece]
    /// An address has letters beyond ASCII before its @: only servers with SMTPUTF8 (RFC 6531) take such a letter.
    ///
    /// All else in a letter is 7-bit, so 8BITMIME is never needed without it.
    package var needsSMTPUTF8: Bool
    /// Lives as long as the bytes may be read: what keeps files that are there for this letter only.
    package var keeper: (any Sendable)?

    package init(pieces: [Piece], needsSMTPUTF8: Bool = false, keeper: (any Sendable)? = nil) {
        self.pieces = pieces
        self.needsSMTPUTF8 = needsSMTPUTF8
        self.keeper = keeper
    }

    /// Exactly how many bytes go out; no file is touched to know it.
    package var size: Int {
        pieces.reduce(0) { sum, piece in
            switch piece {
            case .bytes(let bytes): sum + bytes.count
            case .base64(_, let size): sum + Base64.linesCount(of: size)
            }
        }
    }

    /// Looks at the letter's files without reading them.
    ///
    /// - Throws: `ContentProblem` for the first that is not what it was.
    package func checkFiles() throws(ContentProblem) {
        for case .base64(let path, let size) in pieces { _ = try EncodedFile(path: path, size: size) }
    }

    /// All bytes at once, for letters that are known to be small.
    package func bytes() throws(ContentProblem) -> [UInt8] {
        if pieces.count == 1, case .bytes(let bytes) = pieces[0] { return bytes }
        var all: [UInt8] = []
        all.reserveCapacity(size)
        var reader = ContentReader(self)
        while let chunk = try reader.next() { all.append(contentsOf: chunk) }
        return all
    }
}
