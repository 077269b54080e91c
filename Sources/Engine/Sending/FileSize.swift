import Glibc

/// The size of a file that goes with a letter, when it is one that can.
enum FileSize {
    struct Problem: Error {
        /// `a folder`, `no such file`.
        var words: String
    }

    /// In bytes, and at most `limit`.
    static func of(_ path: String, limit: Int) throws(Problem) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw Problem(words: errno == ENOENT ? "no such file" : String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Problem(words: "what is not a file") }
        guard status.st_size <= limit else {
            throw Problem(words: "\(status.st_size) bytes, more than the \(limit) that the workspace allows")
        }
        return Int(status.st_size)
    }
}
