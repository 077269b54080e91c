import Glibc
import Synchronization

/// Looks after one temporary folder and the server that lives in it, and clears both away at the end.
///
/// The guardian is a small shell process that reads from a pipe which only the test process holds. However the test
/// process ends, also when it is killed, the kernel closes the pipe: then the guardian stops the server, kills what
/// is left of its process group, and removes the folder. `ROUTER_KEEP_PEERS=1` keeps the folder for a look inside.
package final class Guardian: Sendable {
    /// The folder; everything in it is gone after ``stop()``.
    package let folder: String

    private struct State {
        var pipe: CInt?
        var process: pid_t?
    }
    private let state: Mutex<State>

    /// Makes a new empty folder below `/tmp` that other users may look into, as the servers' processes must.
    ///
    /// The name is short because Unix socket addresses end after 107 bytes.
    package static func newFolder() throws(PeerFailure) -> String {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/peer-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw PeerFailure("no folder could be made in \(base)", said: String(cString: strerror(errno)))
        }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(folder, 0o755)
        return folder
    }

    /// Guards a folder, and a server in it if a command is given; the server's output goes to `output.log` there.
    ///
    /// - Parameters:
    ///   - folder: Made by ``newFolder()``.
    ///   - daemon: The server and its arguments; it must stay in the foreground and stop on SIGTERM.
    /// - Throws: ``PeerFailure`` when not even the guardian can be run.
    package init(of folder: String, running daemon: [String] = []) throws(PeerFailure) {
        self.folder = folder
        var ends: [CInt] = [0, 0]
        // A socket pair, because it can be made close-on-exec in one step: a copy in any child would keep it open.
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw PeerFailure("no pipe", said: String(cString: strerror(errno)))
        }
        defer { close(ends[0]) }
        do {
            // A session of its own: an interrupt from the terminal ends the tests, and only so, by the pipe, the server.
            let command =
                ["setsid"] + Privilege.prefix + ["bash", "--norc", "-c", Self.script, "guardian", folder] + daemon
            let process = try Self.spawn(command, standardInput: ends[0], log: "\(folder)/output.log")
            state = Mutex(State(pipe: ends[1], process: process))
        } catch {
            close(ends[1])
            throw error
        }
    }

    deinit {
        letGo()
        guard let process = state.withLock({ $0.process }) else { return }
        // Nobody waits for it any more; but a child that is never asked for its end would hide those that end after it from who waits for any.
        Task.detached {
            while waitpid(process, nil, WNOHANG) == 0 { try? await Task.sleep(for: .milliseconds(20)) }
        }
    }

    /// Whether the server has ended, by itself or because it was stopped.
    package var serverHasEnded: Bool { !isRunning || access("\(folder)/daemon.ended", F_OK) == 0 }

    /// Whether the guardian itself is still there; it outlives a server that fails.
    private var isRunning: Bool {
        state.withLock { state in
            guard let process = state.process else { return false }
            var status: CInt = 0
            if waitpid(process, &status, WNOHANG) == 0 { return true }
            state.process = nil
            return false
        }
    }

    /// The process group of the server, which is also the id of its first process.
    package var processGroup: Int? { Int(TextFile.read("\(folder)/daemon.pid").prefix { $0.isNumber }) }

    /// What the server printed, as opposed to what it logged.
    package var output: String { TextFile.read("\(folder)/output.log") }

    /// Stops the server, removes the folder, and returns when both are gone.
    package func stop() async {
        letGo()
        while isRunning { try? await Task.sleep(for: .milliseconds(5)) }
    }

    private func letGo() {
        state.withLock { state in
            if let pipe = state.pipe { close(pipe) }
            state.pipe = nil
        }
    }

    // `--norc`, for with a socket as its input bash takes itself for a remote shell and reads `.bashrc`.
    // `read -t` ends with more than 128 when its time is up, and with 1 when the pipe is closed.
    private static let script = #"""
        folder=$1; shift
        exec 3<&0 </dev/null
        for file in /proc/$$/fd/*; do file=${file##*/}; [ "$file" -le 3 ] || eval "exec $file>&-"; done
        if [ $# -gt 0 ]; then
            setsid "$@" & daemon=$!
            echo "$daemon" >"$folder/daemon.pid"
            while kill -0 "$daemon" 2>/dev/null; do read -r -t 0.1 -u 3 || [ $? -gt 128 ] || break; done
            kill -TERM "$daemon" 2>/dev/null
            for _ in {1..10}; do kill -0 "$daemon" 2>/dev/null || break; sleep 0.05; done
            kill -KILL -- "-$daemon" 2>/dev/null
            wait "$daemon"; echo $? >"$folder/daemon.ended"
        fi
        # A server that failed leaves its folder until the test has read why.
        while read -r -t 60 -u 3 || [ $? -gt 128 ]; do :; done
        [ -n "$ROUTER_KEEP_PEERS" ] || rm -rf -- "$folder"
        """#

    private static func spawn(_ command: [String], standardInput: CInt, log: String) throws(PeerFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)

        // The threads of a Swift process block most signals, and children inherit that: a daemon would never see SIGTERM.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var variables = ["PATH=\(Tool.searchPath)", "LC_ALL=C.UTF-8"]
        if getenv("ROUTER_KEEP_PEERS") != nil { variables.append("ROUTER_KEEP_PEERS=1") }
        let environment = variables.map { strdup($0) } + [nil]
        let arguments = command.map { strdup($0) } + [nil]
        defer { for string in arguments + environment { free(string) } }
        var process: pid_t = 0
        let error = posix_spawnp(&process, command[0], &actions, &attributes, arguments, environment)
        guard error == 0 else {
            throw PeerFailure("\(command[0]) could not be run", said: String(cString: strerror(error)))
        }
        return process
    }
}
