import Glibc

/// A program that a test runs.
final class Tool: Sendable {
    private let process: pid_t
    private let output: Int32

    /// - Throws: `Missing` when it can't be started.
    init(_ program: String, _ arguments: [String]) throws(Missing) {
        var ends: [Int32] = [-1, -1]
        // Not a pipe: its ends would be open for a moment to what other tests start.
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Missing(program: program) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process = pid_t()
        let result = posix_spawn(&process, program, &actions, nil, &words, environ)
        close(ends[1])
        output = ends[0]
        self.process = process
        guard result == 0 else {
            close(ends[0])
            throw Missing(program: program)
        }
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        close(output)
    }

    struct Missing: Error {
        let program: String
    }

    /// What it prints up to the next line end; blank when it has ended.
    func line() -> String {
        var result: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1, byte != 0x0A { result.append(byte) }
        return String(decoding: result, as: UTF8.self)
    }

    /// Waits until it has ended.
    func finish() {
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {}
    }
}
