import Glibc
import SystemPackage

/// A small file that a server reads or writes.
enum TextFile {
    /// Writes the text, replacing what was there; a secret one only its owner may read.
    static func write(_ text: String, to path: String, secret: Bool = false) throws {
        let mode: FilePermissions = secret ? [.ownerReadWrite] : [.ownerReadWrite, .groupRead, .otherRead]
        let file = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: mode)
        _ = try file.closeAfter { try file.writeAll(text.utf8) }
    }

    /// Dates the file back to the year 2001.
    static func makeOld(_ path: String) {
        let then = timeval(tv_sec: 1_000_000_000, tv_usec: 0)
        utimes(path, [then, then])
    }

    /// Reads the whole file; an absent one is empty.
    static func read(_ path: String) -> String {
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec]) else { return "" }
        defer { try? file.close() }
        var bytes: [UInt8] = []
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 1)
        defer { chunk.deallocate() }
        while let count = try? file.read(into: chunk), count > 0 { bytes.append(contentsOf: chunk[..<count]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
