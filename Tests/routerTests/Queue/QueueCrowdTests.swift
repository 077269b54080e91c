import Testing

@Suite struct `A large spool is looked at page by page` {
    /// Runs a command under a small program that tells its peak memory on stderr, in kilobytes, behind all else.
    private func measured(_ waiting: Waiting, _ arguments: String...) async throws -> (Program.Outcome, peak: Int) {
        let script = """
            import resource, subprocess, sys
            status = subprocess.run(sys.argv[1:]).returncode
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
            sys.exit(status)
            """
        let outcome = try await Program.run(
            "/usr/bin/python3", ["-c", script, Program.path, "queue"] + arguments, in: waiting.workspace.folder)
        let peak = outcome.stderr.split(separator: "\n").last.flatMap { Int($0) }
        return (outcome, try #require(peak, "\(outcome.told)"))
    }

    @Test(.timeLimit(.minutes(15)))
    func `of a hundred thousand messages a page comes soon, and all of them in little memory`() async throws {
        let waiting = try Waiting.nobody()
        let few = try Waiting.nobody()
        try await few.put(many: 100)
        let ids = try await waiting.put(many: 100_000).ids
        let rare = try await waiting.put(to: "rare@example.test", route: "alarm")

        let (small, floor) = try await measured(few, "list", "--json", "--limit", "100")
        #expect(try small.jsonLines.count == 100)
        let (page, peak) = try await measured(waiting, "list", "--json", "--limit", "100")
        #expect(try page.jsonLines.count == 100)
        // Seconds, where it takes a fraction of one: the machine may be busy.
        #expect(page.took < .seconds(15), "\(page.took)")
        #expect(peak < floor + 40_000, "\(peak) KB, and \(floor) KB for a small spool")

        let (all, most) = try await measured(waiting, "list", "--json", "--oldest", "--limit", "0", "--quiet")
        #expect(all.stdout.split(separator: "\n").count == 100_001)
        #expect(all.stdout.hasPrefix("{\"id\":\"\(ids[0])\""))
        #expect(most < floor + 60_000, "\(most) KB, and \(floor) KB for a small spool")

        for arguments in [
            ["--recipient", "rare@example.test"], ["--route", "alarm"], ["--state", "queued", "--limit", "1"],
        ] {
            let outcome = try await Program.run(
                ["queue", "list", "--json"] + arguments, in: waiting.workspace.folder)
            #expect(try outcome.jsonLines.map(\.id.text) == [rare], "\(arguments)")
            #expect(outcome.took < .seconds(30), "\(arguments) \(outcome.took)")
        }
        #expect(try await waiting.story(ids[50_000]).subject == "Letter 50000")
    }
}
