internal import Glibc
internal import MIME

/// A letter's file as the user has it, open, and held to the size that was promised.
struct SourceFile: ~Copyable {
    let path: String
    let size: Int
    let descriptor: Int32

    init(_ path: String, size: Int) throws(SpoolProblem) {
        self.path = path
        self.size = size
        // O_NONBLOCK: a named pipe in the file's place must not make the spool wait for a writer.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SpoolProblem(
                ContentProblem(path: path, problem: "is not a file any more", remedy: "put the file back"))
        }
        guard Int(status.st_size) == size else { throw Self.changed(path, from: size, to: Int(status.st_size)) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// All its bytes, for files that are known to be small.
    func bytes() throws(SpoolProblem) -> [UInt8] {
        var all = [UInt8](repeating: 0, count: size)
        let count = try read(into: &all, at: 0)
        // One byte more would be another file than was promised.
        var beyond: [UInt8] = [0]
        guard count == size, try read(into: &beyond, at: size) == 0 else { throw changedMeanwhile() }
        return all
    }

    /// Reads until the buffer is full or the file ends.
    func read(into buffer: inout [UInt8], at start: Int) throws(SpoolProblem) -> Int {
        var filled = 0
        var failure: Int32 = 0
        buffer.withUnsafeMutableBytes { buffer in
            while filled < buffer.count {
                let place = buffer.baseAddress?.advanced(by: filled)
                let count = pread(descriptor, place, buffer.count - filled, off_t(start + filled))
                if count == 0 { return }
                if count > 0 {
                    filled += count
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
        guard failure == 0 else { throw Self.unreadable(path, failure) }
        return filled
    }

    /// Whether it still has the size that was promised.
    func checkSize(_ copied: Int) throws(SpoolProblem) {
        var status = stat()
        guard copied == size, fstat(descriptor, &status) == 0, Int(status.st_size) == size else {
            throw changedMeanwhile()
        }
    }

    private func changedMeanwhile() -> SpoolProblem {
        var status = stat()
        return Self.changed(path, from: size, to: fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0)
    }

    private static func changed(_ path: String, from size: Int, to found: Int) -> SpoolProblem {
        let problem =
            size == found
            ? "changed while it was copied" : "had \(size) bytes when the letter was composed and has \(found) now"
        return SpoolProblem(
            ContentProblem(path: path, problem: problem, remedy: "send the letter again with the file as it is now"))
    }

    private static func unreadable(_ path: String, _ number: Int32) -> SpoolProblem {
        let remedy = number == ENOENT || number == ENOTDIR ? "put the file back" : "let router read the file"
        return SpoolProblem(
            ContentProblem(path: path, problem: "can't be read: \(String(cString: strerror(number)))", remedy: remedy))
    }
}
