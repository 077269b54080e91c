internal import Attributes
internal import Connecting
internal import Glibc

/// The letters in a folder's `new` and `cur`.
struct MaildirListing {
    struct Entry {
        var name: MaildirName
        /// `new/…` or `cur/…`.
        var path: String
        var size: Int
        /// When it was written.
        var received: Instant
        /// When it came to where it is, or got its flags: nanoseconds since 1970, by the file system itself.
        var changed: Int64
    }

    var entries: [Entry] = []

    /// - Throws: `fileUnreadable` when the folder can't be read.
    init(_ folder: String) throws(Failure) {
        for part in ["new", "cur"] {
            let path = "\(folder)/\(part)"
            guard let handle = opendir(path) else { throw Self.notReadable(path, errno) }
            defer { closedir(handle) }
            let descriptor = dirfd(handle)
            while let entry = readdir(handle) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
                }
                guard !name.hasPrefix(".") else { continue }
                var status = stat()
                // What is no file, or a way to one elsewhere, is no letter.
                guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG
                else { continue }
                let (seconds, nanoseconds) = Self.time(status.st_mtim)
                let changed = Self.time(status.st_ctim)
                entries.append(
                    Entry(
                        name: MaildirName(name), path: "\(part)/\(name)", size: Int(status.st_size),
                        received: Instant(seconds: seconds, nanoseconds: Int32(nanoseconds)),
                        changed: changed.0 * 1_000_000_000 + changed.1))
            }
        }
        entries.sort { ($0.changed, $0.name.base) < ($1.changed, $1.name.base) }
    }

    // As bytes: with the static standard library `timespec` belongs to a module that can't be imported.
    private static func time<Time>(_ time: Time) -> (Int64, Int64) {
        withUnsafeBytes(of: time) { ($0.load(as: Int64.self), $0.load(fromByteOffset: 8, as: Int64.self)) }
    }

    static func notReadable(_ path: String, _ problem: Int32) -> Failure {
        let help =
            switch problem {
            case EACCES, EPERM: "let the user that runs router read there, or choose another path:"
            default: "check path: of the connection"
            }
        return Failure(
            .fileUnreadable, .again, "\(path) can't be read: \(String(cString: strerror(problem)))", help: help)
    }
}
