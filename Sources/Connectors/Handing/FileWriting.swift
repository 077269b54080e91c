internal import Connecting
internal import Glibc

/// Whole files and folders, written so that they are there after a power loss.
enum FileWriting {
    /// Writes a new file; one that is there already is an error.
    ///
    /// - Throws: `notWritable`; nothing is left of the file then.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t, isDurable: Bool = true) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw notWritable(path, errno) }
        var problem = DescriptorWriting.write(bytes, to: descriptor)
        if problem == 0, isDurable, fsync(descriptor) != 0 { problem = errno }
        if close(descriptor) != 0, problem == 0 { problem = errno }
        guard problem == 0 else {
            unlink(path)
            throw notWritable(path, problem)
        }
    }

    /// Makes a folder's entries survive a power loss.
    static func sync(_ folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw notWritable(folder, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw notWritable(folder, errno) }
    }

    /// Makes a folder and those above it that are missing.
    static func makeFolders(_ path: String, mode: mode_t) throws(Failure) {
        var folder = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            folder += part
            if mkdir(folder, mode) == 0 {
                try sync("\(folder)/..")
            } else {
                let problem = errno
                var status = stat()
                guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                    throw notWritable(folder, problem == EEXIST ? ENOTDIR : problem)
                }
            }
            folder += "/"
        }
    }

    /// Removes a file, or a folder with all that is in it; follows no links.
    static func removeTree(_ path: String) {
        guard unlink(path) != 0, errno == EISDIR || errno == EPERM else { return }
        for name in names(in: path) { removeTree("\(path)/\(name)") }
        rmdir(path)
    }

    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var result: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { result.append(name) }
        }
        return result
    }

    static func notWritable(_ path: String, _ problem: Int32) -> Failure {
        let help =
            switch problem {
            case ENOSPC, EDQUOT: "make room on the disk; it is tried again"
            case EACCES, EPERM, EROFS: "let the user that runs router write there, or choose another path:"
            case EMFILE, ENFILE: "raise the number of files that router may have open"
            default: "check path: of the connection"
            }
        return Failure(
            .notWritable, .again, "\(path) can't be written: \(String(cString: strerror(problem)))", help: help)
    }
}
