import Glibc

/// Reads files without Foundation.
enum FileReading {
    /// What stands at a path.
    enum Entry: Equatable {
        /// A regular file that may be read; its size in bytes.
        case file(size: Int)
        case folder
        /// A pipe, a device, a socket.
        case other
        case missing
        /// It is there, but may not be read.
        case forbidden
    }

    static func entry(at path: String) -> Entry {
        var status = stat()
        guard stat(path, &status) == 0 else { return errno == EACCES ? .forbidden : .missing }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: return access(path, R_OK) == 0 ? .file(size: Int(status.st_size)) : .forbidden
        default: return .other
        }
    }

    /// - Returns: `nil` when there is no such regular file, or it can't be read or is larger.
    static func bytes(of path: String, atMost limit: Int) -> [UInt8]? {
        guard case .file(let size) = entry(at: path), size <= limit else { return nil }
        let handle = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard handle >= 0 else { return nil }
        defer { close(handle) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = read(handle, buffer.baseAddress.map { $0 + count }, size - count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { return }
                count += got
            }
        }
    }

    /// The paths of all files in a folder and its folders, relative to it.
    static func files(in folder: String, depth: Int) -> [String] {
        guard depth > 0, let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var paths: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            switch Self.entry(at: "\(folder)/\(name)") {
            case .file: paths.append(name)
            case .folder: paths += files(in: "\(folder)/\(name)", depth: depth - 1).map { "\(name)/\($0)" }
            default: continue
            }
        }
        return paths
    }

    /// An absolute path for one that is relative to a folder.
    static func absolute(_ path: String, in folder: String) -> String {
        if path.hasPrefix("/") { return path }
        let folder = folder.isEmpty ? "." : folder
        if folder.hasPrefix("/") { return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)" }
        guard let here = getcwd(nil, 0) else { return "\(folder)/\(path)" }
        defer { free(here) }
        return folder == "." ? "\(String(cString: here))/\(path)" : "\(String(cString: here))/\(folder)/\(path)"
    }
}
