import Glibc

/// How a file looks from outside: when it looks another way, it is another one, or has changed.
package struct FileLook: Hashable, Sendable {
    private var device: UInt64
    private var inode: UInt64
    private var size: Int
    private var isFolder: Bool
    private var times: [UInt8]

    /// - Returns: `nil` when there is nothing at the path.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        // As bytes: with the static standard library `timespec` belongs to a module that can't be imported.
        times = withUnsafeBytes(of: status.st_mtim) { Array($0) } + withUnsafeBytes(of: status.st_ctim) { Array($0) }
    }

    package var isOfFolder: Bool { isFolder }
}
