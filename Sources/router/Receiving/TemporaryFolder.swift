import Glibc

/// A folder that goes with this value, with all that is in it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws(CommandFailure) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/router-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure(
                .notWritable, "not-writable", "no folder can be made in \(parent): \(String(cString: strerror(errno)))",
                help: "make room there, or set TMPDIR")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    private static func remove(_ folder: String) {
        guard let handle = opendir(folder) else { return }
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let path = "\(folder)/\(name)"
            // A link is removed, and what it leads to stays.
            if unlink(path) != 0 { remove(path) }
        }
        closedir(handle)
        rmdir(folder)
    }
}
