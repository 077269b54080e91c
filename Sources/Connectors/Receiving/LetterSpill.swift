internal import Connecting
internal import Glibc

/// A letter that comes in parts: kept in memory while it is small, else in a file.
struct LetterSpill: ~Copyable {
    private let folder: String
    private var bytes: [UInt8] = []
    private var path: String?
    private var descriptor: Int32 = -1
    /// Bytes that have come.
    private(set) var size = 0

    init(folder: String) {
        self.folder = folder
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// - Throws: `notWritable`.
    mutating func add(_ part: [UInt8]) throws(Failure) {
        size += part.count
        if descriptor < 0, size <= FetchedLetter.largestInMemory {
            bytes += part
            return
        }
        if descriptor < 0 {
            try start()
            try write(bytes)
            bytes = []
        }
        try write(part)
    }

    private mutating func start() throws(Failure) {
        let name = "\(folder)/letter-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.notWritable(folder, errno) }
        path = name
    }

    private func write(_ part: [UInt8]) throws(Failure) {
        let problem = DescriptorWriting.write(part, to: descriptor)
        guard problem == 0 else { throw Self.notWritable(path ?? folder, problem) }
    }

    /// The whole letter.
    ///
    /// - Throws: `notWritable` when the file did not get to the disk.
    mutating func finish() throws(Failure) -> FetchedLetter {
        guard let path else { return .bytes(bytes) }
        guard fsync(descriptor) == 0 else {
            let problem = errno
            discard()
            throw Self.notWritable(path, problem)
        }
        self.path = nil
        return .file(path: path, size: size)
    }

    /// Leaves nothing behind.
    mutating func discard() {
        if let path { unlink(path) }
        path = nil
        bytes = []
    }

    /// Removes a letter that nobody took.
    static func remove(_ path: String) { unlink(path) }

    private static func notWritable(_ path: String, _ problem: Int32) -> Failure {
        Failure(
            .notWritable, .again, "a letter can't be written to \(path): \(String(cString: strerror(problem)))",
            help: "make room on the disk, and let the user that runs router write there")
    }
}
