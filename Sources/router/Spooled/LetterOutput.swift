import Diagnostics
import Glibc
import MIME
import Spool

/// What gives a letter's bytes, some at a time.
protocol LetterChunks: ~Copyable {
    mutating func next() throws(ContentProblem) -> [UInt8]?
}

extension ContentReader: LetterChunks {}
extension RawLetterReader: LetterChunks {}

/// Writes a letter's bytes at the pace they are read: a large one is never in memory as a whole.
enum LetterOutput {
    /// - Parameters:
    ///   - reader: At the letter's beginning.
    ///   - path: A file, made anew and readable by its owner only; `-` is stdout.
    /// - Throws: Why it can't be read or written; no half of it stays in a file then.
    static func write(
        _ reader: consuming some LetterChunks & ~Copyable, to path: String
    ) throws(CommandFailure) {
        if path == "-" { return try copy(&reader, to: STDOUT_FILENO, path) }
        // A link that someone else laid is not followed.
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(path) }
        do throws(CommandFailure) {
            defer { close(file) }
            try copy(&reader, to: file, path)
        } catch {
            var status = stat()
            if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG { unlink(path) }
            throw error
        }
    }

    /// Writes a letter as it came.
    ///
    /// - Returns: How many bytes it has.
    static func write(_ letter: RawLetter, to path: String) throws(CommandFailure) -> Int {
        let reader: RawLetterReader
        do throws(ContentProblem) {
            reader = try RawLetterReader(letter)
        } catch {
            throw CommandFailure(error)
        }
        let size = reader.size
        try write(reader, to: path)
        return size
    }

    private static func copy(
        _ reader: inout some LetterChunks & ~Copyable, to file: Int32, _ path: String
    ) throws(CommandFailure) {
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

    private static func next(_ reader: inout some LetterChunks & ~Copyable) throws(CommandFailure) -> [UInt8]? {
        do throws(ContentProblem) {
            return try reader.next()
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func failure(_ path: String) -> CommandFailure {
        let name = path == "-" ? "stdout" : "'\(Visible.line(path))'"
        return CommandFailure(
            .notWritable, "not-writable", "\(name) can't be written: \(String(cString: strerror(errno)))",
            help: "choose a file in a folder that you may write to, with room on its disk")
    }
}

extension CommandFailure {
    init(_ problem: ContentProblem) {
        self.init(
            .notWritable, "file-unreadable",
            "a file of the letter in the spool, \(Visible.line(problem.path)), \(Visible.line(problem.problem))",
            help: Visible.line(problem.remedy))
    }
}
