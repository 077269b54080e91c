/// A letter's bytes, with CRLF line ends: pieces in memory, and files that are encoded while they are read.
package struct Content: Sendable {
    package enum Piece: Sendable {
        case bytes([UInt8])
        /// A file that goes out in base64, in lines of 76 characters and CRLF; `size` is its size in bytes when the letter was composed.
        case base64(path: String, size: Int)
    }

    package var pieces: [Piece]

    package init(pieces: [Piece]) {
        self.pieces = pieces
    }
}
