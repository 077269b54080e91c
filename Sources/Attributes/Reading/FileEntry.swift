internal import Glibc

/// What stands at a path.
package enum FileEntry: Hashable, Sendable {
    /// A regular file that may be read; its size in bytes.
    case file(size: Int)
    case folder
    /// A pipe, a device, a socket.
    case other
    case missing
    /// It is there, but may not be read.
    case forbidden

    package init(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = errno == EACCES ? .forbidden : .missing
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: self = .folder
        case S_IFREG: self = access(path, R_OK) == 0 ? .file(size: Int(status.st_size)) : .forbidden
        default: self = .other
        }
    }
}
