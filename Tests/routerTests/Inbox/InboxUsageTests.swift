import Testing

@Suite struct `The commands of the inbox explain themselves` {
    @Test(arguments: ["list", "show", "retry", "link", "processed", "reset"])
    func `each has a help with an example`(command: String) async throws {
        let outcome = try await Program.run(["inbox", command, "--help"], in: "/")
        #expect(outcome.status == 0)
        #expect(outcome.stdout.hasPrefix("OVERVIEW: "))
        #expect(outcome.stdout.contains("  router inbox \(command)"))
        for option in ["--workspace", "--json", "--quiet", "--verbose", "--no-color"] {
            #expect(outcome.stdout.contains(option))
        }
        #expect(try await Program.run(["inbox", "--help"], in: "/").stdout.contains("  \(command)"))
        #expect(try await Program.run(["manual"], in: "/").stdout.contains("router inbox \(command)"))
    }

    @Test func `a slip in a command's name is named and mended`() async throws {
        let outcome = try await Program.run(["inbox", "processd"], in: "/")
        #expect(outcome.status == 64)
        #expect(
            outcome.stderr == """
                error[no-such-command]: there is no command 'inbox processd'
                  help: did you mean 'processed'?

                """)
    }

    @Test(arguments: [
        (["list", "--state", "faild"], "there is no state 'faild'; did you mean 'failed'?"),
        (["list", "--incoming", "--outgoing"], "--incoming"),
        (["list", "--since", "2"], "write it as 2026-12-01, 2026-12-01T10:00, 30m, 2h or 3d"),
        (["list", "--since", "2026-13-01"], "there are months 1 to 12"),
        (["list", "--limit=-1"], "--limit can't be -1; write 0 or more"),
        (["list", "--follow", "--oldest"], "--follow begins with the newest"),
        (["show"], "Missing expected argument '<id>'"),
        (["show", "x", "--raw", "--eml", "a.eml"], "--raw and --eml exclude each other"),
        (["retry"], "name letters by their ids, or say which are meant"),
        (["retry", "x", "--all"], "ids and options that choose letters exclude each other"),
        (["processed"], "name letters by their ids, or a --thread"),
        (["processed", "x", "--thread", "y"], "ids and --thread exclude each other"),
        (["link", "x", "--object", "Invoice", "--key", "Number"], "Missing expected argument '--value <text>'"),
        (["link", "x", "--object", "", "--key", "a", "--value", "b"], "--object can't be empty"),
        (["link", "x", "--object", "a\nb", "--key", "a", "--value", "b"], "--object can't have control characters"),
        (["reset", "support"], "Missing expected argument '<folder>'"),
    ])
    func `what an option does not take is exit 64, with the reason`(arguments: [String], words: String) async throws {
        let outcome = try await Program.run(["inbox"] + arguments, in: "/")
        #expect(outcome.status == 64 && outcome.stdout == "")
        #expect(outcome.stderr.contains(words), "\(outcome.told)")
        let scripted = try await Program.run(["inbox"] + arguments + ["--json"], in: "/")
        #expect(scripted.status == 64)
        #expect(try scripted.json.error.code == "usage")
    }

    @Test func `a letter has no place beside it for JSON`() async throws {
        let outcome = try await Program.run(["inbox", "show", "x", "--raw", "--json"], in: "/")
        #expect(outcome.status == 64)
        #expect(try outcome.json.error.message.text?.contains("--raw writes the letter alone") == true)
    }

    @Test func `a shell offers ids and folders, and never makes a spool`() async throws {
        let received = try Received()
        func offered(_ words: String...) async throws -> [String] {
            let line = ["router", "inbox"] + words + [""]
            let outcome = try await Program.run(
                ["---completion", "inbox", words[0], "--", "positional@\(words.count - 1)", "\(line.count - 1)", "0"]
                    + line, in: received.workspace.folder)
            #expect(outcome.status == 0 && outcome.stderr == "", "\(outcome.told)")
            return outcome.stdout.split(separator: "\n").map(String.init)
        }
        #expect(try await offered("show").isEmpty)
        #expect(!received.workspace.exists("var"))
        let stuck = try await received.put(Arriving(end: .quarantined(Arriving.unfit)))
        let open = try await received.put(Arriving(needsProcessing: true))
        #expect(try await offered("show") == [open, stuck])
        #expect(try await offered("retry") == [stuck])
        #expect(try await offered("processed") == [open])
        #expect(try await offered("reset", "support") == ["INBOX"])
    }
}
