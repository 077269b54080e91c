internal import Glibc

/// The time zone database's files: RFC 8536.
enum ZoneFile {
    /// The same that `Zone` reads: a route's zone and its calendar must not differ.
    private static let folder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
    /// The database's largest file has 4 KB.
    private static let limit = 1 << 20

    /// The last line of a zone's file, which says in POSIX's words what holds from the last listed change on: `CET-1CEST,M3.5.0,M10.5.0/3`.
    static func footer(of name: String) -> String? {
        guard let file = fopen("\(folder)/\(name)", "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = fread(&bytes, 1, bytes.count, file)
        guard count > 44, count < limit, bytes.starts(with: Array("TZif".utf8)), bytes[count - 1] == 0x0A,
            let start = bytes[..<(count - 1)].lastIndex(of: 0x0A)
        else { return nil }
        return String(decoding: bytes[(start + 1)..<(count - 1)], as: UTF8.self)
    }
}
