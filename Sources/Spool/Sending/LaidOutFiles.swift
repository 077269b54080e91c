internal import Attributes
internal import Glibc

/// Files of a letter that were laid out for as long as they are needed: they have no names, and go with this value or with the process.
final class LaidOutFiles: Sendable {
    private let descriptors: [Int32]

    init(_ descriptors: [Int32]) {
        self.descriptors = descriptors
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    /// Where this process, and no other, finds an open file.
    static func path(of descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

    /// A new file without a name.
    static func newFile(in folder: String) throws(SpoolProblem) -> Int32 {
        let path = "\(folder)/\(UUIDv7())"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .file(path, errno, "made") }
        unlink(path)
        return descriptor
    }
}
