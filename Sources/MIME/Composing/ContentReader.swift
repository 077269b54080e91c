/// Reads a letter's bytes from its beginning to its end, at the pace of the one who sends them.
package struct ContentReader: ~Copyable {
    private let pieces: [Content.Piece]
    private let keeper: (any Sendable)?
    private var position = 0
    private var file: EncodedFile?

    package init(_ content: Content) {
        pieces = content.pieces
        keeper = content.keeper
    }

    /// The next bytes, never none, and at most 80 KB of a file; `nil` at the end.
    ///
    /// - Throws: `ContentProblem` when a file is not what it was; what came before it then is no letter.
    package mutating func next() throws(ContentProblem) -> [UInt8]? {
        while true {
            if var current = file.take() {
                if let chunk = try current.next() {
                    file = consume current
                    return chunk
                }
            }
            guard position < pieces.count else { return nil }
            let piece = pieces[position]
            position += 1
            switch piece {
            case .bytes(let bytes):
                if !bytes.isEmpty { return bytes }
            case .base64(let path, let size):
                file = try EncodedFile(path: path, size: size)
            }
        }
    }
}
