import Glibc

/// Reads the files that people write: small, and UTF-8.
package enum TextFile {
    package enum Problem: Error {
        case missing
        case isFolder
        case tooLarge(limit: Int)
        /// `strerror`'s words.
        case unreadable(String)
        /// Where the first byte stands that is no UTF-8; lines and columns count from 1.
        case notUTF8(line: Int, column: Int)

        /// In words that follow the file's name.
        package var words: String {
            switch self {
            case .missing: "does not exist"
            case .isFolder: "is a folder"
            case .tooLarge(let limit): "is larger than \(limit / 1000) kB"
            case .unreadable(let reason): "can't be read: \(reason)"
            case .notUTF8(let line, let column): "is not UTF-8 from line \(line), column \(column) on"
            }
        }
    }

    /// A file's text without its byte order mark; the limit is in bytes.
    package static func read(_ path: String, limit: Int) throws(Problem) -> String {
        let bytes = try readBytes(path, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw firstInvalid(in: bytes) }
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    package static func readBytes(_ path: String, limit: Int) throws(Problem) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno))) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .isFolder }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        var chunk = [UInt8](repeating: 0, count: min(65_536, max(4096, Int(status.st_size) + 1)))
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .unreadable(String(cString: strerror(errno)))
            }
            bytes += chunk[..<count]
            // A pipe has no size until it is read.
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }

    private static func firstInvalid(in bytes: [UInt8]) -> Problem {
        var line = 1
        var column = 1
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            column = scalar == "\n" ? 1 : column + 1
            if scalar == "\n" { line += 1 }
        }
        return .notUTF8(line: line, column: column)
    }
}
