internal import Glibc
package import MIME

/// Reads a letter as it came, from its beginning to its end, at the pace of the one who takes it.
package struct RawLetterReader: ~Copyable {
    private static let chunk = 65_536

    /// Holds the letter's file.
    private let letter: RawLetter
    private var bytes: [UInt8]?
    private let file: Int32
    private let path: String
    private var left: Int

    /// Bytes that it gives from here on: of a letter of which only the header was fetched those of the header.
    package var size: Int { bytes?.count ?? left }

    /// - Parameter letter: Its file is opened, so that it can be read to its end whatever becomes of it.
    /// - Throws: Why its file can't be read, or that it is not what was stored.
    package init(_ letter: RawLetter) throws(ContentProblem) {
        self.letter = letter
        switch letter {
        case .bytes(let bytes), .headerOnly(let bytes, _):
            (self.bytes, file, path, left) = (bytes, -1, "", 0)
        case .file(let path, let size, _):
            // The spool gives out descriptors of files too: links in /proc.
            let file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { throw Self.problem(path, "can't be opened: \(String(cString: strerror(errno)))") }
            var status = stat()
            guard fstat(file, &status) == 0, Int(status.st_size) == size else {
                close(file)
                throw Self.problem(path, "is not the file that was stored: it has another size")
            }
            (bytes, self.file, self.path, left) = (nil, file, path, size)
        }
    }

    deinit {
        if file >= 0 { close(file) }
    }

    /// The next bytes, never none, and at most 64 KB of a file; `nil` at the end.
    package mutating func next() throws(ContentProblem) -> [UInt8]? {
        if let bytes {
            self.bytes = []
            return bytes.isEmpty ? nil : bytes
        }
        guard left > 0 else { return nil }
        let wanted = min(left, Self.chunk)
        let file = file
        var problem: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { space, count in
            repeat { count = max(-1, Glibc.read(file, space.baseAddress, wanted)) } while count < 0 && errno == EINTR
            if count < 0 { problem = errno }
            count = max(0, count)
        }
        guard problem == 0 else { throw Self.problem(path, "can't be read: \(String(cString: strerror(problem)))") }
        guard !chunk.isEmpty else { throw Self.problem(path, "ends too early") }
        left -= chunk.count
        return chunk
    }

    private static func problem(_ path: String, _ words: String) -> ContentProblem {
        ContentProblem(
            path: path, problem: words, remedy: "see whether the spool's disk is whole, and leave its folder to router")
    }
}

extension RawLetter {
    /// Whether all of the letter is here, not only its header.
    package var isWhole: Bool {
        if case .headerOnly = self { false } else { true }
    }
}
