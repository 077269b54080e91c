import Attributes
import Connecting
import Diagnostics
import Glibc
import Testing

@testable import Connectors

/// Programs that do not do what they should, and what is said about them.
@Suite struct CommandTroubleTests {
    private let folder = Folder()

    private func shell(
        _ lines: String, timeout: Duration = .seconds(200), patience: Duration = .seconds(5), secrets: [Secret] = []
    ) -> CommandConnector {
        CommandConnector(
            .init(
                run: ["/bin/sh", "-c", lines], workspace: folder.path, secrets: secrets, timeout: timeout,
                patience: patience))
    }

    private static let large = message(
        [:], [attachment("large", String(repeating: "0123456789", count: 400_000))])

    @Test func `exit codes decide, and the last words are told`() async {
        let later = await failure(shell("echo first >&2; echo 'the  database\u{7} is away' >&2; exit 75"), message())
        #expect(
            later
                == Failure(
                    .notNow, .again, "'/bin/sh' asks to try later (exit code 75): first / the database␇ is away",
                    help: "it is tried again; if it stays so, its own words say why"))
        let never = await failure(shell("for n in 1 2 3 4 5; do echo line $n >&2; done; exit 3"), message())
        #expect(
            never
                == Failure(
                    .messageRefused, .never,
                    "'/bin/sh' did not take the message (exit code 3): line 3 / line 4 / line 5",
                    help: "mend what it complains of, and hand the message over again; exit code 75 asks to try later"))
    }

    @Test func `a program that reads nothing may take a large message`() async {
        #expect(await failure(shell("exit 0"), Self.large) == nil)
        #expect(await failure(shell("exec <&-; sleep 0.2; exit 4"), Self.large)?.verdict == .never)
    }

    @Test func `a gigabyte is too much, and nobody keeps it`() async {
        let found = await failure(shell("head -c 1000000000 /dev/zero"), message())
        #expect(
            found
                == Failure(
                    .protocolViolation, .never, "'/bin/sh' printed more than 1000000 bytes",
                    help: "have it print a short JSON object or nothing, and its reports to standard error"))
        let complaints = await failure(shell("head -c 1000000000 /dev/zero >&2; echo end >&2; exit 1"), message())
        #expect(complaints?.message.count ?? 10_000 < 500)
        #expect(complaints?.verdict == .never)
    }

    @Test func `a program that never ends is ended, with all that it has started`() async throws {
        let marks = "\(folder.path)/pids"
        let connector = shell(
            "echo $$ >\(marks); sleep 1000 & echo $! >>\(marks); echo waiting >&2; wait", timeout: .seconds(2))
        let found = await failure(connector, Self.large)
        #expect(
            found
                == Failure(
                    .timedOut, .again, "'/bin/sh' did not end within 2 s: waiting",
                    help: "raise timeout:, or have the program hand the work on and end"))
        try await expectGone(marks, 2)
    }

    @Test func `a program that does not want to end is killed`() async throws {
        let marks = "\(folder.path)/pids"
        let connector = shell(
            "trap '' TERM; echo $$ >\(marks); while :; do sleep 1 & echo $! >>\(marks); wait; done",
            timeout: .seconds(2), patience: .milliseconds(500))
        #expect(await failure(connector, message())?.code == .timedOut)
        try await expectGone(marks, 2)
    }

    @Test func `what a program leaves behind holds nobody up`() async {
        let clock = ContinuousClock()
        let start = clock.now
        #expect(await failure(shell("sleep 300 & exit 0"), message()) == nil)
        #expect(clock.now - start < .seconds(120))
    }

    @Test(arguments: [
        ("KILL", "'/bin/sh' was ended by SIGKILL", Failure.Verdict.again),
        ("TERM", "'/bin/sh' was ended by SIGTERM", .again), ("SEGV", "'/bin/sh' crashed: SIGSEGV", .never),
    ])
    func `one that is killed is tried again, and one that crashes is not`(
        _ signal: String, _ words: String, _ verdict: Failure.Verdict
    ) async {
        let found = await failure(shell("kill -\(signal) $$; sleep 100"), message())
        #expect(found?.message == words)
        #expect(found?.verdict == verdict)
    }

    @Test func `secrets of the environment are not spread`() async {
        let found = await failure(
            shell("echo 'token hunter22hunter22 refused' >&2; exit 1", secrets: [Secret("hunter22hunter22")]), message()
        )
        #expect(found?.message == "'/bin/sh' did not take the message (exit code 1): token ••• refused")
    }

    @Test func `a program that can't be run is told, and its messages wait`() async {
        func words(_ run: String, folder place: String? = nil) async -> String? {
            let connector = CommandConnector(.init(run: [run], workspace: folder.path, folder: place))
            return await failure(connector, message()).map { "\($0.verdict): \($0.message) (\($0.help))" }
        }
        #expect(
            await words("bin/none")
                == "again: the program 'bin/none' does not exist (check the path: it is relative to the workspace)")
        #expect(
            await words("no-such-program-here")
                == "again: the program 'no-such-program-here' is in no folder of PATH (install it, or write its path: "
                + "/usr/local/bin/no-such-program-here)")
        _ = folder.write("plain", [65])
        chmod("\(folder.path)/plain", 0o600)
        #expect(
            await words("./plain")
                == "again: the program './plain' may not be run (make it executable for the user who runs router: "
                + "chmod +x ./plain)")
        chmod(folder.write("strange", Array("#!/no/interpreter\n".utf8)), 0o700)
        #expect(
            await words("./strange")
                == "again: './strange' can't be run: No such file or directory (check its first line: "
                + "'#!/usr/bin/env python3' names an interpreter that must be there)")
        #expect(
            await words("/bin/true", folder: "\(folder.path)/none")
                == "again: the program '/bin/true' can't run in \(folder.path)/none: there is no such folder "
                + "(make it, or check folder: of the connection)")
    }

    @Test func `a check says what would be run, or why it can't be`() async throws {
        #expect(try await shell("exit 1").check() == ["/bin/sh can be run", "runs in \(folder.path)"])
        do throws(Failure) {
            _ = try await CommandConnector(.init(run: ["bin/none"], workspace: folder.path)).check()
            Issue.record("it is content")
        } catch {
            #expect(error.message == "the program 'bin/none' does not exist")
        }
    }

    /// Waits until the processes whose numbers stand in a file are gone: they were told to end before the handler returned.
    private func expectGone(_ file: String, _ count: Int) async throws {
        let lines = String(decoding: Folder.read(file), as: UTF8.self).split(separator: "\n")
        let processes = lines.compactMap { pid_t($0) }
        #expect(processes.count >= count)
        let deadline = ContinuousClock.now.advanced(by: .seconds(120))
        // A grandchild is waited for by whoever adopts it, which may be nobody in a container: a zombie is gone too.
        while processes.contains(where: { Self.isAlive($0) }), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(!processes.contains { Self.isAlive($0) })
    }

    private static func isAlive(_ process: pid_t) -> Bool {
        let text = String(decoding: Folder.read("/proc/\(process)/stat"), as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return false }
        return !text[text.index(after: end)...].hasPrefix(" Z")
    }
}
