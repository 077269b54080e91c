import Engine
import Glibc

/// An open file that is read more than once, a window at a time; what is no file, such as a pipe, is first kept in one without a name.
final class LineFile: Sendable {
    /// For messages.
    let name: String
    private let descriptor: Int32

    /// - Parameters:
    ///   - path: A file, or something to read to its end.
    ///   - name: For messages.
    /// - Throws: Why it can't be read.
    init(_ path: String, name: String) throws(CommandFailure) {
        self.name = name
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw Self.unreadable(name) }
        var status = stat()
        guard fstat(source, &status) == 0 else { throw Self.unreadable(name, closing: source) }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            posix_fadvise(source, 0, 0, POSIX_FADV_SEQUENTIAL)
            descriptor = source
        case S_IFDIR:
            close(source)
            throw CommandFailure(DataProblem(.isFolder, name: name))
        default:
            defer { close(source) }
            descriptor = try Self.kept(source, name: name)
        }
    }

    deinit {
        close(descriptor)
    }

    /// Reads up to `count` bytes that stand from `offset` on, behind those that are there.
    ///
    /// - Returns: Whether the file goes on.
    func read(_ count: Int, at offset: Int, behind bytes: inout [UInt8]) throws(CommandFailure) -> Bool {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        var end = start
        while end - start < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + end }, buffer.count - end, offset + end - start)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw Self.unreadable(name) }
            if got == 0 { break }
            end += got
        }
        bytes.removeLast(bytes.count - end)
        return end - start == count
    }

    /// Copies what can be read only once into a temporary file that goes with this process.
    private static func kept(_ source: Int32, name: String) throws(CommandFailure) -> Int32 {
        var path = Array("\(NewFile.temporaryFolder)/router-lines-XXXXXX".utf8CString)
        let file = mkstemp(&path)
        guard file >= 0 else { throw notKept(name) }
        unlink(path)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        var window = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = window.withUnsafeMutableBytes { Glibc.read(source, $0.baseAddress, $0.count) }
            if count == 0 { return file }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw unreadable(name, closing: file) }
            var start = 0
            while start < count {
                let written = window[start..<count].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else {
                    let failure = notKept(name)
                    close(file)
                    throw failure
                }
                start += written
            }
        }
    }

    private static func unreadable(_ name: String, closing file: Int32? = nil) -> CommandFailure {
        let reason = errno
        if let file { close(file) }
        return CommandFailure(
            DataProblem(reason == ENOENT ? .missing : .unreadable(String(cString: strerror(reason))), name: name))
    }

    private static func notKept(_ name: String) -> CommandFailure {
        CommandFailure(
            .notWritable, "not-writable",
            "\(name) can't be kept in '\(NewFile.temporaryFolder)': \(String(cString: strerror(errno)))",
            help: "all lines are checked before the first is sent: make room there, or name another folder in TMPDIR")
    }
}
