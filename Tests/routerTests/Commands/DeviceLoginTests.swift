import Glibc
import Peers
import Subprocess
import SystemPackage
import Testing

@Suite struct `router login lets a person allow a mailbox` {
    /// Starts `router login`, hands its first line over, and waits for its end.
    private func logIn(
        _ desk: TokenDesk, _ more: [String] = ["--json"],
        then act: @escaping @Sendable (String, pid_t) async throws -> Void
    ) async throws -> Program.Outcome {
        var variables: [Environment.Key: String] = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        for (name, value) in desk.environment { variables[Environment.Key(stringLiteral: name)] = value }
        let words = desk.workspace.path("words")
        let lines = desk.workspace.path("lines")
        for path in [words, lines] {
            try desk.workspace.write(String(path.dropFirst(desk.workspace.folder.count + 1)), "")
        }
        let start = ContinuousClock.now
        let result = try await Subprocess.run(
            .path(FilePath(Program.path)), arguments: Arguments(["login", "corporate"] + more),
            environment: .custom(variables), workingDirectory: FilePath(desk.workspace.folder), input: .none,
            output: .fileDescriptor(
                try .open(FilePath(lines), .writeOnly), closeAfterSpawningProcess: true),
            error: .fileDescriptor(try .open(FilePath(words), .writeOnly), closeAfterSpawningProcess: true)
        ) { execution in
            let file = more.contains("--json") ? "lines" : "words"
            let deadline = ContinuousClock.now + .seconds(180)
            while ContinuousClock.now < deadline, try !desk.workspace.text(file).contains("\n") {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await act(try desk.workspace.text(file), execution.processIdentifier.value)
        }
        let status =
            switch result.terminationStatus {
            case .exited(let code): Int(code)
            case .signaled(let signal): -Int(signal)
            }
        return Program.Outcome(
            status: status, stdout: try desk.workspace.text("lines"), stderr: try desk.workspace.text("words"),
            took: ContinuousClock.now - start)
    }

    private func code(_ line: String) throws -> String {
        try #require(try ParsedJSON(String(line.prefix { $0 != "\n" })).userCode.text)
    }

    @Test func `a code that is entered becomes a token that is kept, used, renewed, shown and forgotten`() async throws
    {
        let desk = try await TokenDesk.open(TokenDesk.device)
        try await desk.tokens.setDeviceInterval(seconds: 1)
        let before = try await desk.router("test", "corporate")
        #expect(before.status == 77)
        #expect(
            before.stderr == """
                error[authentication-refused]: there is no token for the login '\(TokenServer.mailbox)': nobody has logged in yet
                  help: run 'router login corporate'

                """)
        try await desk.note("no token yet, where a person has to allow it", before)
        let none = try await desk.router("login", "corporate", "--status")
        #expect(none.status == 77)
        #expect(none.stdout == "corporate: there is no token; run 'router login corporate'\n")

        let login = try await logIn(desk) { line, _ in
            let json = try ParsedJSON(String(line.prefix { $0 != "\n" }))
            #expect(json.keys == ["expiresIn", "userCode", "verificationUri"])
            #expect(json.verificationUri.text?.hasPrefix("https://localhost:\(desk.tokens.securePort)/") == true)
            try await desk.tokens.approve(userCode: try #require(json.userCode.text))
        }
        #expect(login.status == 0, "\(login.told)")
        #expect(login.stderr == "")
        let last = try #require(try login.jsonLines.last)
        #expect(last.connection == "corporate" && last.authorized == true && last.renewed == true)
        #expect(last.until.text?.hasSuffix("Z") == true)

        let inbox = desk.office.office.newInbox()
        let sent = try await desk.send(to: inbox)
        #expect(sent.status == 0, "\(sent.told)")
        try await desk.note("a token that a person allowed by router login", try await desk.router("test", "corporate"))
        #expect(try await desk.tokens.count(of: .refreshToken) == 0)
        try await desk.tokens.expireAll()
        #expect(try await desk.send(to: inbox).status == 0)
        #expect(try await desk.tokens.count(of: .refreshToken) == 1)

        let status = try await desk.router("login", "corporate", "--status")
        #expect(status.status == 0)
        #expect(status.stdout.hasPrefix("corporate: there is a token; it is good until 20"))
        #expect(status.stdout.hasSuffix("Z, and is renewed by itself\n"))
        #expect(try await desk.router("login", "corporate", "--forget").stdout == "corporate: the token is deleted\n")
        #expect(try await desk.router("login", "corporate", "--forget").stdout == "corporate: there was no token\n")
        #expect(try await desk.router("login", "corporate", "--status", "--json").json.authorized == false)
        #expect(try await desk.router("test", "corporate").status == 77)
        await desk.close()
    }

    @Test func `a person reads where to go on stderr, and is told what came of it`() async throws {
        let desk = try await TokenDesk.open(TokenDesk.device)
        try await desk.tokens.setDeviceInterval(seconds: 1)
        let login = try await logIn(desk, []) { line, _ in
            let words = line.prefix { $0 != "\n" }.split(separator: " ")
            #expect(words.dropLast().joined(separator: " ").hasPrefix("open https://localhost:"))
            try await desk.tokens.approve(userCode: String(try #require(words.last)))
        }
        #expect(login.status == 0, "\(login.told)")
        #expect(login.stderr.split(separator: "\n").last?.hasSuffix(" min at most; Ctrl-C breaks off") == true)
        #expect(login.stdout.hasPrefix("corporate: there is a token; it is good until 20"))
        await desk.close()
    }

    @Test func `a login that is refused, or whose code has expired, says so and keeps nothing`() async throws {
        let desk = try await TokenDesk.open(TokenDesk.device)
        try await desk.tokens.setDeviceInterval(seconds: 1)
        let denied = try await logIn(desk) { line, _ in try await desk.tokens.deny(userCode: try code(line)) }
        #expect(denied.status == 77, "\(denied.told)")
        #expect(try denied.jsonLines.last?.error.help == "log in again, and allow it")
        let expired = try await logIn(desk) { line, _ in try await desk.tokens.expire(userCode: try code(line)) }
        #expect(expired.status == 75, "\(expired.told)")
        #expect(
            try expired.jsonLines.last?.error.help == "run 'router login corporate' again, and enter the new code")
        let slow = try await logIn(desk) { line, _ in
            try await desk.tokens.slowDown(userCode: try code(line))
            try await desk.tokens.approve(userCode: try code(line))
        }
        #expect(slow.status == 0, "\(slow.told)")
        await desk.close()
    }

    @Test func `Ctrl-C leaves nothing behind`() async throws {
        let desk = try await TokenDesk.open(TokenDesk.device)
        let broken = try await logIn(desk) { _, process in _ = kill(process, SIGINT) }
        #expect(broken.status == -Int(SIGINT), "\(broken.told)")
        #expect(try desk.kept.filter { !$0.isEmpty } == [])
        await desk.close()
    }

    @Test func `who needs no login is told so`() async throws {
        let desk = try await TokenDesk.open(TokenDesk.credentials, own: false)
        let login = try await desk.router("login", "corporate")
        #expect(login.status == 77)
        #expect(
            login.stderr == """
                error[authentication-not-offered]: nobody has to log in: tokens for '\(TokenServer.mailbox)' come by \
                grant: client-credentials
                  help: try them: router test corporate

                """)
        #expect(
            try await desk.router("login", "corporate", "--status").stdout
                == "corporate: there is no token yet; one is got when it is needed\n")
        #expect(try await desk.router("login", "corporate", "--status", "--forget").status == 64)
        #expect(try await desk.router("login", "corporat").stderr.contains("did you mean 'corporate'?"))
        let sample = try await TemporaryWorkspace.sample()
        #expect(try await sample.router("login", "local").status == 64)
        let folderless = try await TokenDesk.open(TokenDesk.device, own: false)
        let nowhere = try await folderless.router("login", "corporate", environment: ["ROUTER_STATE": "/proc/none"])
        #expect(nowhere.status == 74, "\(nowhere.told)")
        #expect(nowhere.stderr.contains("error[not-writable]: tokens can't be kept: '/proc/none' can't be made: "))
    }

    // MARK: Killed while it stores

    /// Ends the program without warning at a certain call after it has begun to store.
    private static let killer = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <signal.h>
        #include <stdarg.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/types.h>
        static int armed, calls;
        static void step(void) {
            const char *at = getenv("KILL_AT");
            if (armed && at && ++calls == atoi(at)) raise(SIGKILL);
        }
        int open(const char *path, int flags, ...) {
            static int (*real)(const char *, int, ...);
            if (!real) real = dlsym(RTLD_NEXT, "open");
            va_list list; va_start(list, flags); int mode = va_arg(list, int); va_end(list);
            if (strstr(path, ".json.new")) armed = 1;
            step();
            int file = real(path, flags, mode);
            step();
            return file;
        }
        ssize_t write(int file, const void *bytes, size_t count) {
            static ssize_t (*real)(int, const void *, size_t);
            if (!real) real = dlsym(RTLD_NEXT, "write");
            if (armed && getenv("KILL_AT") && atoi(getenv("KILL_AT")) == 3) count = count / 2;
            step();
            ssize_t done = real(file, bytes, count);
            step();
            return done;
        }
        int fsync(int file) {
            static int (*real)(int);
            if (!real) real = dlsym(RTLD_NEXT, "fsync");
            step();
            int done = real(file);
            step();
            return done;
        }
        int rename(const char *from, const char *to) {
            static int (*real)(const char *, const char *);
            if (!real) real = dlsym(RTLD_NEXT, "rename");
            step();
            int done = real(from, to);
            step();
            return done;
        }
        """

    @Test func `whenever it is killed while it stores, a usable token stands there`() async throws {
        let desk = try await TokenDesk.open(TokenDesk.device)
        try await desk.tokens.setDeviceInterval(seconds: 1)
        let login = try await logIn(desk) { line, _ in try await desk.tokens.approve(userCode: try code(line)) }
        #expect(login.status == 0, "\(login.told)")
        let source = try desk.workspace.write("killer.c", Self.killer)
        let library = desk.workspace.path("killer.so")
        try await Tool.require("gcc", ["-shared", "-fPIC", "-o", library, source, "-ldl"])
        var killed = 0
        for step in 1...12 {
            try await desk.tokens.expireAll()
            let outcome = try await desk.router(
                "test", "corporate", environment: ["LD_PRELOAD": library, "KILL_AT": "\(step)"])
            if outcome.status == -Int(SIGKILL) { killed += 1 } else { #expect(outcome.status == 0, "\(outcome.told)") }
            let status = try await desk.router("login", "corporate", "--status")
            #expect(status.status == 0, "\(step): \(status.told)")
            let after = try await desk.router("test", "corporate")
            #expect(after.status == 0, "\(step): \(after.told)")
        }
        #expect(killed >= 8)
        let leftovers = try desk.workspace.files(below: "state/tokens").filter { $0.hasSuffix(".new") }
        #expect(leftovers == [])
        await desk.close()
    }
}
