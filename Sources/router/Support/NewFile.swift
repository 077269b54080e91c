import Glibc

/// Writes files that a command makes.
enum NewFile {
    static var temporaryFolder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Writes a file anew; without another mode only its owner reads it: data may be in it.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws(CommandFailure) {
        // A link that someone else laid is not followed.
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
        guard file >= 0 else { throw failure(path) }
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if errno == EINTR { continue }
                let problem = failure(path)
                close(file)
                throw problem
            }
            start += count
        }
        guard close(file) == 0 else { throw failure(path) }
    }

    static func makeFolder(_ path: String) throws(CommandFailure) {
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw failure(path) }
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure(
            .notWritable, "not-writable", "'\(path)' can't be written: \(String(cString: strerror(errno)))",
            help: "choose a folder that you may write to, with room on its disk")
    }
}
