internal import Glibc

/// Reads a connection's log while others write it: its last lines, then whatever comes.
package struct LogReader: ~Copyable {
    private let path: String
    private var file: Int32 = -1
    /// A line that has not come to its end yet.
    private var pending: [UInt8] = []

    /// - Parameter path: Of the file that is written.
    package init(_ path: String) {
        self.path = path
    }

    deinit {
        if file >= 0 { close(file) }
    }

    /// Whether there is anything to read, now or of old.
    package static func exists(_ path: String) -> Bool {
        (0...LogFile.kept).contains { access(LogFile.path(path, age: $0), F_OK) == 0 }
    }

    /// Why nothing can be read; `nil` when it can.
    package static func problem(_ path: String) -> String? {
        guard access(path, R_OK) != 0, errno != ENOENT else { return nil }
        return String(cString: strerror(errno))
    }

    /// The last lines of all files, the oldest first; what comes after them is for `next`.
    package mutating func last(_ count: Int) -> [String] {
        file = Self.open(path)
        let own = Self.identity(file)
        var lines = read()
        for age in 1...LogFile.kept where lines.count < count {
            let older = Self.open(LogFile.path(path, age: age))
            guard older >= 0 else { break }
            defer { close(older) }
            // It was moved away just now.
            if let own, own == Self.identity(older) { continue }
            var rest: [UInt8] = []
            lines = Self.lines(Self.bytes(of: older), &rest) + lines
        }
        return lines.suffix(max(0, count))
    }

    /// The lines that have come since the last call.
    package mutating func next() -> [String] {
        var lines = read()
        while let next = younger() {
            if file >= 0 { close(file) }
            file = next
            lines += read()
        }
        return lines
    }

    /// The file that took the place of ours, opened; the next of them if there were several.
    private func younger() -> Int32? {
        guard let own = Self.identity(file) else {
            let new = Self.open(path)
            return new >= 0 ? new : nil
        }
        var status = stat()
        guard lstat(path, &status) == 0, Identity(status) != own else { return nil }
        let age = (1...LogFile.kept).first { age in
            lstat(LogFile.path(path, age: age), &status) == 0 && Identity(status) == own
        }
        let new = Self.open(LogFile.path(path, age: age.map { $0 - 1 } ?? 0))
        return new >= 0 ? new : nil
    }

    private mutating func read() -> [String] { Self.lines(Self.bytes(of: file), &pending) }

    private static func lines(_ bytes: [UInt8], _ pending: inout [UInt8]) -> [String] {
        var lines: [String] = []
        pending += bytes
        var start = pending.startIndex
        while let end = pending[start...].firstIndex(of: 0x0A) {
            lines.append(String(decoding: pending[start..<end], as: UTF8.self))
            start = end + 1
        }
        pending.removeSubrange(..<start)
        return lines
    }

    /// From where it was read last to its end.
    private static func bytes(of file: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        guard file >= 0 else { return bytes }
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { space in
            while true {
                let count = Glibc.read(file, space.baseAddress, space.count)
                if count > 0 {
                    bytes.append(contentsOf: space[..<count])
                } else if count == 0 || errno != EINTR {
                    return
                }
            }
        }
        return bytes
    }

    private static func open(_ path: String) -> Int32 { Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }

    private struct Identity: Equatable {
        let device: dev_t
        let number: ino_t

        init(_ status: stat) { (device, number) = (status.st_dev, status.st_ino) }
    }

    private static func identity(_ file: Int32) -> Identity? {
        var status = stat()
        return file >= 0 && fstat(file, &status) == 0 ? Identity(status) : nil
    }
}
