internal import Glibc

/// What the spool does with folders.
enum Folder {
    /// Makes a folder if it is missing; the one above must be there.
    static func make(_ path: String, mode: mode_t) throws(SpoolProblem) {
        if mkdir(path, mode) == 0 { return try sync(parent(of: path)) }
        let failure = errno
        var status = stat()
        guard failure == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            guard failure == ENOENT else { throw .file(path, failure == EEXIST ? ENOTDIR : failure, "made") }
            throw SpoolProblem(
                .folderMissing, at: path, "can't be made: the folder above it is not there",
                remedy: "make the folder \(parent(of: path)), or name another place in 'spool:'")
        }
    }

    /// Makes sure that its entries survive power loss.
    static func sync(_ path: String) throws(SpoolProblem) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .file(path, errno, "opened") }
        defer { close(folder) }
        // QUIRK: some file systems can't sync folders, and say EINVAL.
        guard fsync(folder) == 0 || errno == EINVAL else { throw .file(path, errno, "made durable") }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The names in it; none when it can't be read.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
