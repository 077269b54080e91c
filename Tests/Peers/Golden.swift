internal import Glibc

/// Files in `Tests/Golden` that hold what must come out, byte by byte.
///
/// `ROUTER_GOLDEN=write swift test` writes them anew; then read the diff.
package enum Golden {
    /// The bytes of a golden such as `letters/plain.eml`, after writing `found` there when that is asked for.
    package static func bytes(_ name: String, found: [UInt8]) throws -> [UInt8] {
        let path = "\(Python.packageFolder)/Tests/Golden/\(name)"
        if let mode = getenv("ROUTER_GOLDEN"), String(cString: mode) == "write" {
            try access(path, "w") { file in fwrite(found, 1, found.count, file) == found.count }
        }
        var golden: [UInt8] = []
        try access(path, "r") { file in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = fread(&buffer, 1, buffer.count, file)
                guard count > 0 else { return true }
                golden += buffer[..<count]
            }
        }
        return golden
    }

    private static func access(_ path: String, _ mode: String, _ body: (UnsafeMutablePointer<FILE>) -> Bool) throws {
        guard let file = fopen(path, mode) else { throw Python.Problem("\(path): \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        guard body(file) else { throw Python.Problem("\(path): can't be written") }
    }
}
