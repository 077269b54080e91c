internal import Attributes
internal import Diagnostics
internal import Glibc

/// One connection's tokens in a file that only its owner can read.
///
///     ~/.local/state/router/tokens/corporate-3f9a5b0c1d2e4f60.json
///
/// A new file takes the old one's place in one step, so that whoever is killed leaves either. A process that renews
/// tokens holds a lock on another file beside it, so that a refresh token is never used by two.
package struct TokenStore: Sendable {
    package let folder: String
    package let path: String
    private let connection: String

    /// - Parameters:
    ///   - folder: See `TokenFolder`.
    ///   - workspace: The workspace's folder.
    ///   - connection: The connection's name.
    ///   - client: The application's id.
    package init(folder: String, workspace: String, connection: String, client: String) {
        let real = realpath(workspace, nil)
        defer { free(real) }
        let digest = SHA256Digest.hexadecimal([real.map { String(cString: $0) } ?? workspace, connection, client])
        let readable = connection.utf8.prefix(Self.readable).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        self.folder = folder
        self.connection = connection
        path = "\(folder)/\(String(decoding: readable, as: UTF8.self))-\(digest.prefix(16)).json"
    }

    /// Bytes of the connection's name in the file's.
    private static let readable = 40

    /// Why tokens can't be kept, and what mends it.
    package struct Problem: Error, Hashable, Sendable {
        package var words: String
        package var help: String

        /// The environment names no folder.
        package static let homeless = Self(
            words: "neither ROUTER_STATE nor HOME names a folder for tokens", help: TokenStore.remedy)
    }

    /// What is stored; `nil` for nothing, or nothing of use.
    ///
    /// - Throws: When others than the owner could have read or changed it.
    func read() throws(Problem) -> KeptTokens? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return nil
            case ELOOP: throw Problem(words: "'\(path)' is a link", help: "delete it: rm '\(path)'")
            default:
                throw Problem(
                    words: "'\(path)' can't be read: \(String(cString: strerror(errno)))",
                    help: "let the user who runs router own it, or delete it")
            }
        }
        defer { close(file) }
        try checkPrivacy(file)
        var bytes = [UInt8](repeating: 0, count: TokenLimits.file + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes[count...].withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        return count <= TokenLimits.file ? KeptTokens(Array(bytes[..<count])) : nil
    }

    private func checkPrivacy(_ file: Int32) throws(Problem) {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(words: "'\(path)' is no file", help: "delete it")
        }
        guard status.st_uid == geteuid() else {
            throw Problem(
                words: "'\(path)' belongs to another user", help: "delete it, or run router as the user who owns it")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Problem(
                words: "'\(path)' can be read or changed by others, its tokens may be known to them",
                help: "delete it and get new tokens; if you are sure that nobody looked: chmod 600 '\(path)'")
        }
        guard stat(folder, &status) == 0, status.st_mode & 0o022 == 0 else {
            throw Problem(
                words: "'\(folder)' can be changed by others", help: "close it to them: chmod 700 '\(folder)'")
        }
    }

    /// Makes sure that tokens can be kept.
    package func prepare() throws(Problem) {
        if let words = TokenFolder.make(folder) { throw Problem(words: words, help: Self.remedy) }
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & 0o022 == 0 else {
            throw Problem(
                words: "'\(folder)' can be changed by others", help: "close it to them: chmod 700 '\(folder)'")
        }
    }

    private static let remedy = "name a folder of your own in ROUTER_STATE"

    /// Puts tokens in the place of what is stored; on disk when this returns.
    ///
    /// Only who holds the lock may.
    func write(_ tokens: KeptTokens) throws(Problem) {
        try prepare()
        let bytes = tokens.written(for: connection)
        let temporary = "\(path).new"
        // What a killed process has left.
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(temporary) }
        var isWritten = fchmod(file, 0o600) == 0
        var start = 0
        while isWritten, start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            isWritten = count > 0
            start += max(0, count)
        }
        isWritten = isWritten && fsync(file) == 0
        let problem = isWritten ? nil : failure(temporary)
        close(file)
        if let problem {
            unlink(temporary)
            throw problem
        }
        guard rename(temporary, path) == 0 else {
            let problem = failure(path)
            unlink(temporary)
            throw problem
        }
        let parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if parent >= 0 {
            fsync(parent)
            close(parent)
        }
    }

    private func failure(_ path: String) -> Problem {
        Problem(words: "'\(path)' can't be written: \(String(cString: strerror(errno)))", help: Self.remedy)
    }

    /// Deletes what is stored.
    ///
    /// - Returns: Whether there was anything.
    func remove() throws(Problem) -> Bool {
        unlink("\(path).new")
        let isRemoved = unlink(path) == 0
        guard isRemoved || errno == ENOENT || errno == ENOTDIR else {
            throw Problem(
                words: "'\(path)' can't be deleted: \(String(cString: strerror(errno)))", help: "delete it by hand")
        }
        return isRemoved
    }

    /// Waits until no other process renews these tokens, and keeps others waiting from then on.
    ///
    /// - Throws: When there is no lock to be had in this folder, or not in time.
    func lock(for wait: Int64 = TokenLimits.lockWait) throws(Problem) -> FileLock {
        try prepare()
        let name = "\(path.dropLast(".json".count)).lock"
        guard let lock = FileLock(name) else { throw failure(name) }
        guard lock.wait(seconds: wait) else {
            throw Problem(
                words: "another process holds '\(name)' for more than \(wait) s",
                help: "see what that process does: fuser '\(name)'")
        }
        return lock
    }
}
