import Glibc

/// Reads files and folders without Foundation.
package enum FileReading {
    /// - Returns: `nil` when there is no such regular file, or it can't be read or is larger.
    package static func bytes(of path: String, atMost limit: Int) -> [UInt8]? {
        guard case .file(let size) = FileEntry(at: path), size <= limit else { return nil }
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

    /// What stands in a folder, but for what is hidden, in no order; empty when there is no such folder.
    package static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// The paths of all files in a folder and its folders, relative to it.
    static func files(in folder: String, depth: Int) -> [String] {
        guard depth > 0 else { return [] }
        return names(in: folder).flatMap { name -> [String] in
            switch FileEntry(at: "\(folder)/\(name)") {
            case .file: [name]
            case .folder: files(in: "\(folder)/\(name)", depth: depth - 1).map { "\(name)/\($0)" }
            default: []
            }
        }
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
