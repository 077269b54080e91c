internal import Connecting
internal import MIME

/// A letter's bytes one chunk after another: files are read and encoded as they go.
struct ContentReader: ~Copyable {
    private let pieces: [Content.Piece]
    private var next = 0
    private var file: OpenFile?

    /// Of a file in one go: whole lines of base64.
    static let fileChunk = 57 * 1024

    init(_ content: Content) {
        pieces = content.pieces
    }

    /// - Returns: With CRLF line ends; `nil` at the end.
    /// - Throws: `fileUnreadable`; what came before it then is no letter.
    mutating func chunk() throws(Failure) -> [UInt8]? {
        while true {
            if let bytes = try file?.read(Self.fileChunk) {
                if bytes.count < Self.fileChunk { file = nil }
                if bytes.isEmpty { continue }
                return Base64Lines.encode(bytes)
            }
            guard next < pieces.count else { return nil }
            defer { next += 1 }
            switch pieces[next] {
            case .bytes(let bytes): return bytes
            case .base64(let path, let size): file = try OpenFile(path, size: size)
            }
        }
    }
}

extension Content {
    /// In bytes, as it goes over the wire, but for doubled dots.
    var wireSize: Int {
        pieces.reduce(0) { size, piece in
            switch piece {
            case .bytes(let bytes): size + bytes.count
            case .base64(_, let count): size + Base64Lines.size(count)
            }
        }
    }

    /// Looks at the letter's files without reading them.
    ///
    /// - Throws: `fileUnreadable`, for the first that is not as it was.
    func checkFiles() throws(Failure) {
        for case .base64(let path, let size) in pieces { _ = try OpenFile(path, size: size) }
    }
}
