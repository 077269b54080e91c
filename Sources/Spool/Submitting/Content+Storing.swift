internal import MIME

extension Content {
    /// What of it is not in files.
    var bytesInMemory: Int {
        pieces.reduce(0) { sum, piece in
            if case .bytes(let bytes) = piece { sum + bytes.count } else { sum }
        }
    }
}
