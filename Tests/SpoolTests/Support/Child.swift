import Glibc
import Peers

/// A child process whose lines are read while it runs, and that can be killed.
final class Child {
    let process: pid_t
    private let output: CInt
    private let input: CInt
    private var isGone = false

    /// The trial program, which stands beside the test bundle.
    static let trial: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let own = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/spool-trial"
    }()

    init(_ command: [String], readsInput: Bool = false, environment: [String: String] = [:]) throws {
        var outputs: [CInt] = [0, 0]
        var inputs: [CInt] = [0, 0]
        // Socket pairs, because they can be made close-on-exec in one step: a copy in another child would keep them open.
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &outputs) == 0, socketpair(AF_UNIX, kind, 0, &inputs) == 0 else {
            throw Wrong("no pipe")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputs[0], 0)
        posix_spawn_file_actions_adddup2(&actions, outputs[1], 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let variables = ["PATH=/usr/local/bin:/usr/bin:/bin"] + environment.map { "\($0.key)=\($0.value)" }
        let arguments = command.map { strdup($0) } + [nil]
        let environment = variables.map { strdup($0) } + [nil]
        defer { for string in arguments + environment { free(string) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, command[0], &actions, &attributes, arguments, environment)
        close(outputs[1])
        close(inputs[0])
        self.process = process
        output = outputs[0]
        input = inputs[1]
        guard failure == 0 else { throw Wrong("\(command[0]): \(String(cString: strerror(failure)))") }
        if !readsInput { close(input) }
    }

    deinit {
        kill()
        close(output)
    }

    /// What it prints, line by line; waits for each.
    func lines() -> Lines { Lines(descriptor: output) }

    struct Lines {
        let descriptor: CInt
        private var pending: [UInt8] = []

        init(descriptor: CInt) { self.descriptor = descriptor }

        /// - Returns: `nil` at the end; a line that was not ended is none.
        mutating func next() throws -> String? {
            while true {
                if let end = pending.firstIndex(of: 0x0A) {
                    defer { pending.removeSubrange(...end) }
                    return String(decoding: pending[..<end], as: UTF8.self)
                }
                var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&entry, 1, 300_000) > 0 else { throw Wrong("a child has said nothing for five minutes") }
                var bytes = [UInt8](repeating: 0, count: 65_536)
                let count = read(descriptor, &bytes, bytes.count)
                if count <= 0 { return nil }
                pending += bytes[..<count]
            }
        }
    }

    func say(_ words: String) throws {
        let bytes = Array(words.utf8)
        guard write(input, bytes, bytes.count) == bytes.count else { throw Wrong("a child does not listen") }
    }

    /// Kills it as power loss would, and waits until it is gone.
    func kill() {
        guard !isGone else { return }
        isGone = true
        Glibc.kill(process, SIGKILL)
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    /// Waits until it ends by itself.
    func end() throws {
        isGone = true
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw Wrong("a child ended with status \(status)") }
    }
}
