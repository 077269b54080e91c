internal import Connecting
internal import Glibc

/// A letter's file while it is read: closes itself.
struct OpenFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private let size: Int
    private var count = 0

    /// - Parameters:
    ///   - path: Absolute, or from the folder that router runs in.
    ///   - size: In bytes, when the letter was composed.
    /// - Throws: `fileUnreadable` when it is gone, closed to us, no file, or of another size by now.
    init(_ path: String, size: Int) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unreadable(path, String(cString: strerror(errno))) }
        var status = stat()
        let problem: Failure? =
            if fstat(descriptor, &status) != 0 {
                Self.unreadable(path, String(cString: strerror(errno)))
            } else if status.st_mode & S_IFMT != S_IFREG {
                Self.unreadable(path, "it is not a file")
            } else if status.st_size != size {
                Self.changed(path, size, status.st_size)
            } else {
                nil
            }
        if let problem {
            close(descriptor)
            throw problem
        }
        self.descriptor = descriptor
        self.path = path
        self.size = size
    }

    deinit {
        close(descriptor)
    }

    /// - Returns: As many bytes as asked for, fewer at the end, none behind it.
    /// - Throws: `fileUnreadable` when it can't be read, or does not end where it should.
    mutating func read(_ limit: Int) throws(Failure) -> [UInt8] {
        var problem: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
            while filled < limit {
                let result = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), limit - filled)
                if result == 0 { break }
                if result > 0 {
                    filled += result
                } else if errno != EINTR {
                    problem = errno
                    break
                }
            }
        }
        guard problem == 0 else { throw Self.unreadable(path, String(cString: strerror(problem))) }
        count += bytes.count
        guard count <= size, bytes.count == limit || count == size else { throw Self.changed(path, size, count) }
        return bytes
    }

    private static func unreadable(_ path: String, _ reason: String) -> Failure {
        Failure(
            .fileUnreadable, .never, "the letter's file \(path) can't be read: \(reason)",
            help: "put the file back and send the message again")
    }

    private static func changed(_ path: String, _ size: Int, _ now: Int) -> Failure {
        Failure(
            .fileUnreadable, .never,
            "the letter's file \(path) has changed since the letter was composed: it had \(size) bytes and has \(now)",
            help: "send the message again, so that the letter is composed with the file as it is now")
    }
}
