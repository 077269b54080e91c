import Testing

@Suite struct `The command line is forgiving in words and strict in codes` {
    @Test(arguments: [
        ("shwo", "error[no-such-command]: there is no command 'shwo'\n  help: did you mean 'show'?\n"),
        ("sned", "error[no-such-command]: there is no command 'sned'\n  help: did you mean 'send'?\n"),
        (
            "frobnicate",
            "error[no-such-command]: there is no command 'frobnicate'\n  help: 'router --help' lists the commands\n"
        ),
    ])
    func `a slip in a command's name is named and mended`(word: String, sentence: String) async throws {
        let outcome = try await Program.run([word], in: "/")
        #expect(outcome.status == 64)
        #expect(outcome.stdout == "")
        #expect(outcome.stderr == sentence)
    }

    @Test(arguments: [
        (["list", "--jsn"], "Error: Unknown option '--jsn'. Did you mean '--json'?"),
        (["list", "--frobnicate"], "Error: Unknown option '--frobnicate'"),
        (["list", "extra"], "Error: Unexpected argument 'extra'"),
        (["send"], "Error: Missing expected argument '<route-name>'"),
        (["send", "note"], "Error: Missing expected argument '--data <file>'"),
        (["send", "note", "--data"], "Error: Missing value for '--data <file>'"),
        (["show"], "Error: Missing expected argument '<name>'"),
        (["test"], "Error: Missing expected argument '<connection-name>'"),
        (
            ["schema", "letter"],
            "Error: The value 'letter' is invalid for '<subject>'. Please provide one of 'connection' and 'route'."
        ),
    ])
    func `what a command does not take is exit 64, with its usage`(arguments: [String], first: String) async throws {
        let outcome = try await Program.run(arguments, in: "/")
        #expect(outcome.status == 64)
        #expect(outcome.stdout == "")
        #expect(outcome.stderr.split(separator: "\n").first.map(String.init) == first)
        #expect(outcome.stderr.contains("router \(arguments[0]) --help"))
    }

    @Test func `a script gets a usage error as JSON too`() async throws {
        let unknown = try await Program.run(["list", "--json", "--frobnicate"], in: "/")
        #expect(unknown.status == 64)
        #expect(unknown.stderr == "")
        let error = try unknown.json.error
        #expect(error.code == "usage" && error.message == "Unknown option '--frobnicate'", "\(unknown.told)")
        #expect(error.help == "'router list --help' shows what it takes")

        let command = try await Program.run(["shwo", "--json"], in: "/")
        #expect(command.status == 64)
        #expect(try command.json.error.message == "there is no command 'shwo'")
        #expect(try command.json.error.help == "did you mean 'show'?")
    }

    @Test(arguments: ["init", "check", "list", "show", "preview", "send", "test", "sandbox", "verify", "schema"])
    func `each command explains itself with an example`(command: String) async throws {
        let outcome = try await Program.run([command, "--help"], in: "/")
        #expect(outcome.status == 0)
        #expect(outcome.stdout.hasPrefix("OVERVIEW: "))
        #expect(outcome.stdout.contains("  router \(command)"))
        for option in ["--workspace", "--json", "--quiet", "--verbose", "--no-color"] {
            #expect(outcome.stdout.contains(option))
        }
        #expect(try await Program.run(["help", command], in: "/").stdout == outcome.stdout)
    }

    @Test func `without a word it shows its commands`() async throws {
        let outcome = try await Program.run([], in: "/")
        #expect(outcome.status == 0)
        #expect(outcome.stdout.contains("router init my-workspace"))
        let version = try await Program.run(["--version"], in: "/").stdout
        #expect(version.split(separator: ".").count == 3)
    }

    @Test func `the output is never coloured where nobody sees colours`() async throws {
        let workspace = try TemporaryWorkspace.small(["routes/wrong.yaml": "kind: sendd\n"])
        for environment in [[:], ["NO_COLOR": "1"], ["TERM": "xterm-256color"]] {
            let outcome = try await workspace.router("check", environment: environment)
            #expect(outcome.status == 78)
            #expect(!outcome.stderr.contains("\u{1B}") && !outcome.stdout.contains("\u{1B}"))
        }
    }

    @Test func `on a terminal it is coloured, unless NO_COLOR or --no-color says otherwise`() async throws {
        let workspace = try TemporaryWorkspace.small(["routes/wrong.yaml": "kind: sendd\n"])
        func seen(_ command: String, _ environment: [String: String] = [:]) async throws -> String {
            // script(1) gives the program a terminal.
            try await Program.run(
                "/usr/bin/script", ["-qec", "\(Program.path) \(command)", "/dev/null"], in: workspace.folder,
                environment: environment
            ).stdout
        }
        #expect(try await seen("check").contains("\u{1B}["))
        #expect(try await !seen("check --no-color").contains("\u{1B}["))
        #expect(try await !seen("check", ["NO_COLOR": "1"]).contains("\u{1B}["))
        // https://no-color.org: an empty one says nothing.
        #expect(try await seen("check", ["NO_COLOR": ""]).contains("\u{1B}["))
    }
}
