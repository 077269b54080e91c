import Diagnostics
import Glibc
import MIME

/// Writes a letter's bytes at the pace they are read: a large one is never in memory as a whole.
enum LetterOutput {
    /// - Parameters:
    ///   - content: The letter.
    ///   - path: A file, made anew and readable by its owner only; `-` is stdout.
    /// - Throws: Why it can't be read or written; no half of it stays in a file then.
    static func write(_ content: Content, to path: String) throws(CommandFailure) {
        if path == "-" { return try copy(content, to: STDOUT_FILENO, path) }
        // A link that someone else laid is not followed.
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(path) }
        do throws(CommandFailure) {
            defer { close(file) }
            try copy(content, to: file, path)
        } catch {
            var status = stat()
            if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG { unlink(path) }
            throw error
        }
    }

    private static func copy(_ content: Content, to file: Int32, _ path: String) throws(CommandFailure) {
        var reader = ContentReader(content)
        while let chunk = try next(&reader) {
            var start = 0
            while start < chunk.count {
                let count = chunk[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                // A reader who has gone away had enough.
                if count < 0, errno == EPIPE, path == "-" { return }
                guard count > 0 else { throw failure(path) }
                start += count
            }
        }
    }

    private static func next(_ reader: inout ContentReader) throws(CommandFailure) -> [UInt8]? {
        do throws(ContentProblem) {
            return try reader.next()
        } catch {
            throw CommandFailure(
                .notWritable, "file-unreadable",
                "a file of the letter in the spool, \(Visible.line(error.path)), \(Visible.line(error.problem))",
                help: Visible.line(error.remedy))
        }
    }

    private static func failure(_ path: String) -> CommandFailure {
        let name = path == "-" ? "stdout" : "'\(Visible.line(path))'"
        return CommandFailure(
            .notWritable, "not-writable", "\(name) can't be written: \(String(cString: strerror(errno)))",
            help: "choose a file in a folder that you may write to, with room on its disk")
    }
}
