import Attributes
import Spool
import Testing

@Suite struct `A person decides what becomes of a letter that came in` {
    @Test func `what is quarantined is looked into again, and what failed is handed over again`() async throws {
        let received = try Received()
        let stuck = try await received.put(Arriving(end: .quarantined(Arriving.unfit)))
        let failed = try await received.put(Arriving(end: .failed(Arriving.refusal)))
        let deferred = try await received.put(Arriving(end: .deferred(Arriving.busy)))
        let outcome = try await received.inbox("retry", stuck, String(failed.prefix(23)), "<\(deferred)@example.org>")
        #expect(outcome.status == 0)
        #expect(
            outcome.stdout == """
                retried \(stuck): it is looked into again
                retried \(failed): it is handed over again
                retried \(deferred): it is handed over again

                """, "\(outcome.told)")
        #expect(outcome.stderr == "'router serve' does it as soon as it runs\n")
        #expect(try await received.story(stuck).state == "received")
        #expect(try await received.story(failed).state == "delivering")
        #expect(try await received.story(deferred).handlings[0].due == .null)
    }

    @Test func `filters choose what is retried, and only what can be`() async throws {
        let received = try Received()
        let stuck = try await received.put(Arriving(end: .quarantined(Arriving.unfit)))
        let other = try await received.put(Arriving(end: .quarantined(Arriving.unfit), route: "desk"))
        let failed = try await received.put(Arriving(end: .failed(Arriving.refusal)))
        let done = try await received.put(Arriving())
        let deferred = try await received.put(Arriving(end: .deferred(Arriving.busy)))
        let desk = try await received.inbox("retry", "--state", "quarantined", "--route", "desk")
        #expect(desk.stdout == "retried \(other): it is looked into again\n", "\(desk.told)")
        let all = try await received.inbox("retry", "--all", "--json")
        #expect(try all.jsonLines.map(\.id.text) == [stuck, failed])
        #expect(try all.jsonLines.map(\.keys) == Array(repeating: ["done", "id", "reason", "state"], count: 2))
        #expect(try all.jsonLines.map(\.state) == ["received", "delivering"])
        let nothing = try await received.inbox("retry", "--all")
        #expect(nothing.status == 0 && nothing.stderr == "there is nothing to retry\n")
        let waiting = try await received.inbox("retry", "--state", "delivering", "--since", "1h")
        #expect(waiting.stdout.contains("retried \(deferred)"), "\(waiting.told)")
        #expect(try await received.story(done).state == "delivered")
        let impossible = try await received.inbox("retry", "--state", "delivered")
        #expect(impossible.status == 64)
        #expect(
            impossible.stderr == """
                error[usage]: there is nothing to retry about letters that are delivered
                  help: --state takes here: delivering, failed, quarantined

                """)
    }

    @Test func `it is told why nothing was done`() async throws {
        let received = try Received()
        let done = try await received.put(Arriving())
        let stored = try await received.put(Arriving(end: .stored))
        let retry = try await received.inbox("retry", done)
        #expect(retry.status == 65 && retry.stdout == "not retried \(done): all its handlers have got it\n")
        let early = try await received.inbox("retry", stored)
        #expect(early.status == 0 && early.stdout == "not retried \(stored): it waits to be looked into already\n")
        let mark = try await received.inbox("processed", done, "--json")
        #expect(mark.status == 65)
        #expect(try mark.json.reason == "its route has no link rules, so nothing is to be processed")
        let link = try await received.inbox("link", stored, "--object", "A", "--key", "B", "--value", "C")
        #expect(link.status == 65 && link.stdout == "not linked \(stored): it was not looked into yet\n")
    }

    @Test func `a link by hand is kept, and with a contact nothing is left to process`() async throws {
        let received = try Received()
        let known = try await received.put(Arriving(contact: "ivan", needsProcessing: true))
        let unknown = try await received.put(Arriving(needsProcessing: true))
        for id in [known, unknown] {
            let outcome = try await received.inbox(
                "link", id, "--object", "Invoice", "--key", "Number", "--value", "17")
            #expect(outcome.status == 0 && outcome.stdout == "linked \(id): Invoice Number 17\n", "\(outcome.told)")
        }
        #expect(try await received.list("--unprocessed").map(\.id.text) == [unknown])
        let story = try await received.story(known)
        #expect(story.links.items.count == 1 && story.links[0].rule == "" && story.links[0].value == "17")
    }

    @Test func `letters are processed one by one or as a thread, and that can be undone`() async throws {
        let received = try Received()
        let one = try await received.put(Arriving(needsProcessing: true))
        var thread: [String] = []
        for _ in 0..<3 {
            thread.append(try await received.put(Arriving(thread: "<t@example.org>", needsProcessing: true)))
        }
        let single = try await received.inbox("processed", one)
        #expect(single.status == 0 && single.stdout == "processed \(one)\n", "\(single.told)")
        let whole = try await received.inbox("processed", "--thread", thread[1])
        #expect(whole.status == 0 && whole.stdout == "processed 3 letters of <t@example.org>\n", "\(whole.told)")
        #expect(try await received.list("--unprocessed").isEmpty)
        let again = try await received.inbox("processed", "--thread", "t@example.org", "--json")
        #expect(again.status == 0)
        #expect(try again.json.changed == 0 && again.json.thread == "<t@example.org>")
        let undone = try await received.inbox("processed", thread[0], "--undo")
        #expect(undone.stdout == "reopened \(thread[0])\n")
        #expect(try await received.list("--unprocessed").map(\.id.text) == [thread[0]])
        let nobody = try await received.inbox("processed", "--thread", "<no@example.org>")
        #expect(nobody.status == 66)
        #expect(
            nobody.stderr.hasPrefix("error[no-such-thread]: no letter belongs to the thread '<no@example.org>'\n"))
    }

    @Test(arguments: [
        ("0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e", "there is no arrival '0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e' in "),
        ("0198c2f0", "there is no arrival '0198c2f0' in "),
        ("<a@example.test>", "there is no arrival '<a@example.test>' in "),
        ("nonsense", "'nonsense' is no arrival's id"), ("\u{1B}[2J", "'␛[2J' is no arrival's id"),
    ])
    func `an id that nobody has is exit 66`(name: String, words: String) async throws {
        let received = try Received()
        try await received.put(Arriving())
        let link = ["--object", "A", "--key", "B", "--value", "C"]
        for (command, more) in [("show", []), ("retry", []), ("processed", []), ("link", link)] {
            let outcome = try await Program.run(["inbox", command, name] + more, in: received.workspace.folder)
            #expect(outcome.status == 66 && outcome.stdout == "", "\(outcome.told)")
            #expect(outcome.stderr.hasPrefix("error[no-such-arrival]: \(words)"), "\(outcome.told)")
        }
    }

    @Test func `a beginning or a Message-ID that several have is exit 64`() async throws {
        let received = try Received()
        let first = try await received.put(Arriving())
        let second = try await received.put(Arriving())
        let prefix = String(zip(first, second).prefix { $0 == $1 }.map(\.0))
        let outcome = try await received.inbox("show", prefix)
        #expect(outcome.status == 64)
        #expect(outcome.stderr.contains("help: write more of it: \(first), \(second)\n"), "\(outcome.told)")
    }

    @Test func `on a terminal it is asked before several are decided about by a filter`() async throws {
        let received = try Received()
        for _ in 0..<3 { try await received.put(Arriving(end: .failed(Arriving.refusal))) }
        let refused = try await received.onTerminal("retry --all", typing: "n\n")
        #expect(refused.contains("retry 3 letters? [y/N] ") && refused.contains("nothing was done"), "\(refused)")
        #expect(try await received.list("--state", "failed").count == 3)
        let sure = try await received.onTerminal("retry --all --yes")
        #expect(!sure.contains("[y/N]"), "\(sure)")
        #expect(try await received.list("--state", "failed").isEmpty)
    }
}

@Suite struct `What was loaded from a folder can be forgotten` {
    @Test func `all of it, or single letters, after a question on a terminal`() async throws {
        let received = try Received()
        let ids = [try await received.put(Arriving()), try await received.put(Arriving())]
        let one = try await received.inbox("reset", "support", "INBOX", "--identity", "1/\(ids[0])", "--json")
        #expect(one.status == 0, "\(one.told)")
        #expect(try one.json.keys == ["connection", "folder", "forgotten"] && one.json.forgotten == 1)
        let again = try await received.inbox("reset", "support", "INBOX", "--identity", "1/\(ids[0])")
        #expect(again.status == 66 && again.stdout == "0 letters of support/INBOX forgotten\n", "\(again.told)")
        let refused = try await received.onTerminal("reset support INBOX", typing: "n\n")
        #expect(refused.contains("forget all letters of support/INBOX? [y/N] "), "\(refused)")
        let agreed = try await received.onTerminal("reset support INBOX", typing: "y\n")
        #expect(agreed.contains("1 letter of support/INBOX forgotten"), "\(agreed)")
        #expect(agreed.contains("they are loaded again when the folder is read next"))
        // The arrivals stay.
        #expect(try await received.list().count == 2)
        let known = try await received.withSpool { spool in
            try await spool.known(ids.map { "1/\($0)" }, in: Received.inbox)
        }
        #expect(known.isEmpty)
    }

    @Test(arguments: [
        (["suport", "INBOX"], "no-such-connection", "did you mean 'support'?"),
        (["other", "INBOX"], "no-such-connection", "letters came from: support"),
        (["support", "INBXO"], "no-such-folder", "did you mean 'INBOX'?"),
        (["support", "Archive"], "no-such-folder", "its folders are: INBOX"),
    ])
    func `a slip in a name is named and mended`(names: [String], code: String, help: String) async throws {
        let received = try Received()
        let empty = try await Program.run(["inbox", "reset"] + names, in: received.workspace.folder)
        #expect(empty.status == 66 && empty.stderr.contains("nothing was ever loaded"), "\(empty.told)")
        try await received.put(Arriving())
        let outcome = try await Program.run(["inbox", "reset"] + names, in: received.workspace.folder)
        #expect(outcome.status == 66)
        #expect(outcome.stderr.hasPrefix("error[\(code)]: nothing was ever loaded from "), "\(outcome.told)")
        #expect(outcome.stderr.hasSuffix("  help: \(help)\n"), "\(outcome.told)")
    }
}
