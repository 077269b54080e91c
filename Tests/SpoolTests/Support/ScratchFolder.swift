import Glibc
import Peers

/// A folder for one test.
struct ScratchFolder: Sendable {
    let path: String

    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/spool-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Wrong("no folder could be made in \(base)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() { Self.remove(path) }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = fopen("\(path)/\(name)", "w")
        guard let file else { throw Wrong("\(path)/\(name) can't be written") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Wrong("\(name) can't be written") }
        return "\(path)/\(name)"
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Wrong("\(path) can't be read") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Puts something else in a file's place.
    func overwrite(_ path: String) throws {
        guard unlink(path) == 0, let file = fopen(path, "w") else { throw Wrong("\(path) can't be written") }
        fputs("something else", file)
        fclose(file)
    }

    func makePipe(_ name: String) throws -> String {
        guard mkfifo("\(path)/\(name)", 0o600) == 0 else { throw Wrong("no pipe") }
        return "\(path)/\(name)"
    }

    func names(in folder: String) -> [String] {
        Self.names(in: "\(path)/\(folder)").filter { !$0.hasPrefix(".") }.sorted()
    }

    private static func remove(_ path: String) {
        if Glibc.unlink(path) == 0 { return }
        for name in names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }

    private static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

struct Wrong: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
