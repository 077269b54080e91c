internal import Glibc
internal import Synchronization

/// A file that only grows at its end, and makes way for a new one when it is large.
///
/// Several processes may write to it at once: each takes the file's lock for every piece, and looks whether it still is the file of that name.
package final class LogFile: Sendable {
    /// Why nothing could be written: the system's words.
    package struct Problem: Error, Sendable {
        package let words: String
    }

    /// Bytes of one file.
    package static let limit = 10_000_000
    /// Files beside the one that is written: `.1`, the youngest, to `.5`.
    package static let kept = 5

    package let path: String
    private let limit: Int
    private let descriptor = Mutex<Int32>(-1)

    /// - Parameters:
    ///   - path: Its folder and the one above come into being with the first piece.
    ///   - limit: In bytes.
    package init(_ path: String, limit: Int = LogFile.limit) {
        self.path = path
        self.limit = limit
    }

    deinit {
        descriptor.withLock { if $0 >= 0 { close($0) } }
    }

    /// The file of that age; 0 is the one that is written.
    package static func path(_ path: String, age: Int) -> String { age == 0 ? path : "\(path).\(age)" }

    /// Adds whole lines.
    package func append(_ bytes: [UInt8]) throws(Problem) {
        let problem = descriptor.withLock { file -> Problem? in
            do throws(Problem) {
                try append(bytes, to: &file)
                return nil
            } catch {
                if file >= 0 { close(file) }
                file = -1
                return error
            }
        }
        if let problem { throw problem }
    }

    private func append(_ bytes: [UInt8], to file: inout Int32) throws(Problem) {
        // Each round but the last another process has just put a new file in this one's place.
        for _ in 0..<100 {
            if file < 0 { file = try open() }
            try check(retrying { flock(file, LOCK_EX) })
            var own = stat()
            var named = stat()
            try check(fstat(file, &own))
            let isCurrent = lstat(path, &named) == 0 && named.st_ino == own.st_ino && named.st_dev == own.st_dev
            if isCurrent, own.st_size > 0, Int(own.st_size) + bytes.count > limit {
                makeWay()
            } else if isCurrent {
                try write(bytes, to: file)
                flock(file, LOCK_UN)
                return
            }
            close(file)
            file = -1
        }
        throw Problem(words: "other processes replace it all the time")
    }

    private func open() throws(Problem) -> Int32 {
        func attempt() -> Int32 {
            Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        }
        var file = attempt()
        if file < 0, errno == ENOENT {
            let folders = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            mkdir(folders.dropLast().joined(separator: "/"), 0o755)
            mkdir(folders.joined(separator: "/"), 0o700)
            file = attempt()
        }
        try check(file)
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw Problem(words: "it is not a file")
        }
        return file
    }

    /// What was written goes from `.log` to `.1`, and each older one a step further; the oldest goes.
    private func makeWay() {
        for age in stride(from: Self.kept, to: 0, by: -1) {
            rename(Self.path(path, age: age - 1), Self.path(path, age: age))
        }
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(Problem) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                retrying { Glibc.write(file, buffer.baseAddress?.advanced(by: start), buffer.count - start) }
            }
            guard count > 0 else { throw Problem(words: String(cString: strerror(errno))) }
            start += count
        }
    }

    private func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private func check(_ result: Int32) throws(Problem) {
        guard result >= 0 else { throw Problem(words: String(cString: strerror(errno))) }
    }
}
