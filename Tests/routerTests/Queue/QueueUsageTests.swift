import Testing

@Suite struct `The commands of the queue explain themselves` {
    @Test(arguments: ["list", "show", "run", "retry", "cancel", "export", "purge"])
    func `each has a help with an example`(command: String) async throws {
        let outcome = try await Program.run(["queue", command, "--help"], in: "/")
        #expect(outcome.status == 0)
        #expect(outcome.stdout.hasPrefix("OVERVIEW: "))
        #expect(outcome.stdout.contains("  router queue \(command)"))
        for option in ["--workspace", "--json", "--quiet", "--verbose", "--no-color"] {
            #expect(outcome.stdout.contains(option))
        }
        #expect(try await Program.run(["queue", "--help"], in: "/").stdout.contains("  \(command)"))
        #expect(try await Program.run(["manual"], in: "/").stdout.contains("router queue \(command)"))
    }

    @Test(arguments: [
        (["lsit"], "there is no command 'queue lsit'", "did you mean 'list'?"),
        (["frobnicate"], "there is no command 'queue frobnicate'", "'router queue --help' lists the commands"),
    ])
    func `a slip in a command's name is named and mended`(words: [String], message: String, help: String) async throws {
        let outcome = try await Program.run(["queue"] + words, in: "/")
        #expect(outcome.status == 64)
        #expect(outcome.stderr == "error[no-such-command]: \(message)\n  help: \(help)\n")
    }

    @Test(arguments: [
        (["list", "--state", "heldd"], "there is no state 'heldd'; did you mean 'held'?"),
        (["list", "--state", "held,"], "there is no state ''; there are queued, sending, held"),
        (["list", "--older", "2"], "the unit is missing, as in 90m or 45s"),
        (["list", "--older", "soon"], "write it as 90s, 30m, 2h or 3d"),
        (["list", "--older", "2d", "--newer", "1d"], "--older and --newer leave nothing between them"),
        (["list", "--limit", "-1"], "Missing value for '--limit <number>'"),
        (["list", "--limit=-1"], "--limit can't be -1; write 0 or more"),
        (["list", "--behind", "0198"], "it is no whole id"),
        (["list", "--follow", "--oldest"], "--follow begins with the newest"),
        (["list", "--submission", "x"], "it is no id"),
        (["run", "--for", "5"], "the unit is missing"),
        (["show"], "Missing expected argument '<id>'"),
    ])
    func `what an option does not take is exit 64, with the reason`(arguments: [String], words: String) async throws {
        let outcome = try await Program.run(["queue"] + arguments, in: "/")
        #expect(outcome.status == 64 && outcome.stdout == "")
        #expect(outcome.stderr.contains(words), "\(outcome.told)")
        let scripted = try await Program.run(["queue"] + arguments + ["--json"], in: "/")
        #expect(scripted.status == 64)
        #expect(try scripted.json.error.code == "usage")
    }

    @Test func `a shell offers ids, and never makes a spool`() async throws {
        let waiting = try Waiting.nobody()
        func offered(_ command: String) async throws -> [String] {
            let line = ["router", "queue", command, ""]
            let outcome = try await Program.run(
                ["---completion", "queue", command, "--", "positional@0", "3", "0"] + line,
                in: waiting.workspace.folder)
            #expect(outcome.status == 0 && outcome.stderr == "", "\(outcome.told)")
            return outcome.stdout.split(separator: "\n").map(String.init)
        }
        #expect(try await offered("show").isEmpty)
        #expect(!waiting.workspace.exists("var"))
        let queued = try await waiting.put(to: "a@example.test")
        let held = try await waiting.put(to: "b@example.test")
        try await waiting.hold(held)
        #expect(try await offered("show") == [held, queued])
        #expect(try await offered("retry") == [held])
        #expect(try await offered("cancel") == [held, queued])
    }
}
