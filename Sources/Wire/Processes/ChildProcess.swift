internal import CSpawn
internal import Glibc

/// A program that is run to its end, fed from one side and listened to on two; blocks.
///
/// It is the leader of a process group of its own, and gets no descriptors but its three. When its time is out, or it says too much, the
/// group gets SIGTERM and, a while later, SIGKILL. It is always waited for.
package struct ChildProcess: Sendable {
    package enum Ending: Hashable, Sendable {
        case exit(Int32)
        case signal(Int32)
        case timedOut
        /// It printed more than it may.
        case tooMuch
        /// `errno`.
        case notStarted(Int32)
    }

    package struct Outcome: Sendable {
        package var ending: Ending
        package var output: [UInt8] = []
        /// The end of what it said to standard error.
        package var errors: [UInt8] = []
    }

    private let path: String
    private let arguments: [String]
    private let environment: [String]
    private let folder: String
    private let timeout: Duration
    private let patience: Duration
    private let outputLimit: Int

    /// - Parameters:
    ///   - path: The program's file.
    ///   - arguments: The first is what it is called.
    ///   - environment: `NAME=value`; nothing of ours besides.
    ///   - folder: Where it runs.
    ///   - timeout: How long.
    ///   - patience: How long it may take to end when it is told to.
    ///   - outputLimit: More than so many bytes are too much.
    package init(
        path: String, arguments: [String], environment: [String], folder: String, timeout: Duration,
        patience: Duration, outputLimit: Int
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.timeout = timeout
        self.patience = patience
        self.outputLimit = outputLimit
    }

    /// - Parameter input: What stands in its standard input; it may leave it unread.
    /// - Returns: How it ended, and what it said.
    package func run(input: [UInt8]) -> Outcome {
        guard let ends = PipeEnds() else { return Outcome(ending: .notStarted(errno)) }
        var process = pid_t()
        let problem = spawn(ends, &process)
        ends.closeChildren()
        guard problem == 0 else {
            ends.closeOwn()
            return Outcome(ending: .notStarted(problem))
        }
        var talk = ChildTalk(process, ends, input: input, outputLimit: outputLimit)
        let reason = talk.run(for: timeout, patience: patience)
        let status = talk.reap()
        return Outcome(ending: reason ?? Self.ending(status), output: talk.output, errors: talk.errors)
    }

    private func spawn(_ ends: PipeEnds, _ process: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends.input.child, 0)
        posix_spawn_file_actions_adddup2(&actions, ends.output.child, 1)
        posix_spawn_file_actions_adddup2(&actions, ends.errors.child, 2)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        posix_spawn_file_actions_addchdir_np(&actions, folder)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Our threads block signals, and a child would inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        return posix_spawn(&process, path, &actions, &attributes, words, variables)
    }

    private static func ending(_ status: Int32) -> Ending {
        let signal = status & 0x7F
        return signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
    }
}

/// The pipes to a child and from it.
struct PipeEnds {
    struct Pipe {
        var own: Int32
        var child: Int32
    }

    var input: Pipe
    var output: Pipe
    var errors: Pipe

    /// - Returns: `nil` when there are no descriptors left; `errno` says so.
    init?() {
        var opened: [Int32] = []
        for _ in 0..<3 {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else {
                let problem = errno
                for descriptor in opened { close(descriptor) }
                errno = problem
                return nil
            }
            opened += ends
        }
        for descriptor in opened { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        input = Pipe(own: opened[1], child: opened[0])
        output = Pipe(own: opened[2], child: opened[3])
        errors = Pipe(own: opened[4], child: opened[5])
        for pipe in [input, output, errors] { _ = fcntl(pipe.own, F_SETFL, O_NONBLOCK) }
    }

    func closeChildren() { for pipe in [input, output, errors] { close(pipe.child) } }
    func closeOwn() { for pipe in [input, output, errors] { close(pipe.own) } }
}
