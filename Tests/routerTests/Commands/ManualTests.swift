import Peers
import Testing

@Suite struct `The manual and the shells know every command` {
    @Test(arguments: ["bash", "zsh", "fish"])
    func `in a real shell TAB offers commands, routes and connections`(shell: String) async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let script = try await Program.run(["completions", shell], in: "/")
        #expect(script.status == 0 && script.stderr == "")
        try workspace.write("completions", script.stdout)
        func offered(_ line: String, _ words: [String]) async throws -> String {
            let output = try await Python.run(
                "complete_in_shell.py",
                arguments: [
                    shell, workspace.folder, Program.folder, "\(workspace.folder)/completions", "router \(line)",
                ] + words)
            return String(decoding: output, as: UTF8.self)
        }
        _ = try await offered("", ["completions", "preview", "send", "verify"])
        let routes = try await offered("send ", ["meeting-invite", "monthly-report", "weekly-meeting"])
        #expect(!routes.contains("archive"))
        _ = try await offered("test ", ["local", "relay"])
    }

    @Test func `outside a workspace nothing is offered, and nothing complains`() async throws {
        let outcome = try await Program.run(["---completion", "send", "--", "positional@0", "2", "0"], in: "/")
        #expect(outcome.status == 0)
        #expect(outcome.stdout.filter { !$0.isNewline } == "")
        #expect(outcome.stderr == "")
    }

    @Test func `the workspace that the line names is the one that counts`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        for words in [["--workspace", workspace.folder], ["--workspace=\(workspace.folder)"]] {
            let line = ["router", "send"] + words + [""]
            let arguments = ["---completion", "send", "--", "positional@0", "\(line.count - 1)", "0"] + line
            let outcome = try await Program.run(arguments, in: "/")
            #expect(outcome.stdout.contains("meeting-invite\n"), "\(outcome.told)")
        }
    }

    @Test func `the manual page has all commands, and man finds nothing wrong with it`() async throws {
        let outcome = try await Program.run(["manual"], in: "/")
        #expect(outcome.status == 0 && outcome.stderr == "")
        let workspace = try TemporaryWorkspace.small(["router.1": outcome.stdout])
        let page = "\(workspace.folder)/router.1"
        let lint = try await Program.run("/usr/bin/mandoc", ["-T", "lint", "-W", "warning", page], in: "/")
        let complaints = lint.stdout.split(separator: "\n").filter { !$0.contains("missing date") }
        #expect(complaints == [])
        let text = try await Program.run("/usr/bin/mandoc", ["-T", "ascii", page], in: "/").stdout
            .replacing(/.\u{8}/, with: "")
        let help = try await Program.run(["--help"], in: "/").stdout
        let commands = help.split(separator: "\n").drop { !$0.hasPrefix("SUBCOMMANDS") }.dropFirst()
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.contains("See 'router") }
            .compactMap { $0.split(separator: " ").first }
        #expect(commands.count > 10)
        for command in commands { #expect(text.contains("router \(command)"), "\(command)") }
        for words in ["--keep-going", "--no-color", "EXIT STATUS", "ROUTER_WORKSPACE", "75"] {
            #expect(text.contains(words), "\(words)")
        }
    }
}
