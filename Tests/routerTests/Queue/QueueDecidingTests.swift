import Attributes
import Connecting
import Spool
import Testing

@Suite struct `A person decides what becomes of a message` {
    @Test func `ids may be shortened, and Message-IDs and submissions will do`() async throws {
        let waiting = try Waiting.nobody()
        let id = try await waiting.put(to: "a@example.test")
        let (submission, ids) = try await waiting.put(many: 3)
        for name in [id, id.uppercased(), String(id.prefix(18)), "<\(id)@example.test>", "\(id)@example.test"] {
            #expect(try await waiting.story(name).id.text == id, "\(name)")
        }
        let cancelled = try await waiting.queue("cancel", submission, ids[0], id)
        #expect(cancelled.status == 0)
        #expect(cancelled.stdout == (ids + [id]).map { "cancelled \($0): 1 recipient\n" }.joined())
        let shown = try await waiting.queue("show", submission, "--json").json
        #expect(shown.submission.text == submission && shown.messages.items.map(\.id.text) == ids)
    }

    @Test func `a beginning that several ids have is not guessed`() async throws {
        let waiting = try Waiting.nobody()
        let ids = try await waiting.put(many: 7).ids
        let prefix = String(ids[0].prefix(8))
        let outcome = try await waiting.queue("show", prefix)
        #expect(outcome.status == 64)
        #expect(
            outcome.stderr.hasPrefix("error[ambiguous-id]: several ids begin with '\(prefix)'\n"), "\(outcome.told)")
        #expect(outcome.stderr.contains("help: write more of it: \(ids.prefix(5).joined(separator: ", ")) …"))
    }

    @Test(arguments: [
        ("0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e", "there is no message '0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e' in "),
        ("0198c2f0", "there is no message '0198c2f0' in "),
        ("<a@example.test>", "there is no message '<a@example.test>' in "),
        ("0198", "'0198' is no message's id"), ("nonsense-of-any-kind", "'nonsense-of-any-kind' is no message's id"),
        ("00000000", "'00000000' is no message's id"),
    ])
    func `an id that nobody has is exit 66`(name: String, words: String) async throws {
        let waiting = try Waiting.nobody()
        _ = try await waiting.put(to: "a@example.test")
        for command in ["show", "retry", "cancel", "export"] {
            let outcome = try await waiting.queue(command, name)
            #expect(outcome.status == 66 && outcome.stdout == "", "\(outcome.told)")
            #expect(outcome.stderr.hasPrefix("error[no-such-message]: \(words)"), "\(outcome.told)")
            #expect(try await waiting.queue(command, name, "--json").json.error.code == "no-such-message")
        }
    }

    @Test func `a wrong name among right ones does not keep these from being decided`() async throws {
        let waiting = try Waiting.nobody()
        let id = try await waiting.put(to: "a@example.test")
        let outcome = try await waiting.queue("cancel", UUIDv7().description, id)
        #expect(outcome.status == 66)
        #expect(outcome.stdout == "cancelled \(id): 1 recipient\n")
    }

    @Test func `it is told why nothing was done`() async throws {
        let waiting = try Waiting.nobody()
        let queued = try await waiting.put(to: "a@example.test")
        let cancelled = try await waiting.put(to: "b@example.test")
        _ = try await waiting.queue("cancel", cancelled)
        let retry = try await waiting.queue("retry", queued)
        #expect(retry.status == 0)
        #expect(retry.stdout == "not retried \(queued): it waits already, and goes out by itself\n")
        let cancel = try await waiting.queue("cancel", cancelled, "--json")
        #expect(cancel.status == 0)
        #expect(try cancel.json.done == false && cancel.json.reason == "it is cancelled already")
        #expect(try cancel.json.state == "cancelled")

        // Somebody else has it on its way.
        try await waiting.withSpool { spool in
            let owner = try await spool.register("another")
            let id = try #require(UUIDv7(queued))
            _ = try await spool.claim([id], for: owner)
            let batch = try await spool.begin([id], of: owner)
            let late = try await waiting.queue("cancel", queued)
            #expect(late.status == 75)
            #expect(late.stdout == "not cancelled \(queued): an attempt runs: ask again when it has ended\n")
            #expect(try await waiting.list("--state", "sending").map(\.id.text) == [queued])
            try await spool.end(batch, of: owner)
            try await spool.resign(owner)
        }
        #expect(try await waiting.queue("cancel", queued).status == 0)
    }

    @Test func `filters choose what is decided about, and only what can be`() async throws {
        let waiting = try Waiting.nobody()
        let held = try await waiting.put(to: "a@example.test")
        let other = try await waiting.put(to: "b@example.test", route: "alarm")
        let queued = try await waiting.put(to: "c@example.test")
        for id in [held, other] { try await waiting.hold(id) }
        let retried = try await waiting.queue("retry", "--state", "held", "--route", "alarm")
        #expect(retried.stdout == "retried \(other): 1 recipient\n")
        #expect(try await waiting.queue("retry", "--all").stdout == "retried \(held): 1 recipient\n")
        let nothing = try await waiting.queue("retry", "--all")
        #expect(nothing.status == 0 && nothing.stderr == "there is nothing to retry\n")
        let all = try await waiting.queue("cancel", "--all")
        #expect(all.stdout == [held, other, queued].map { "cancelled \($0): 1 recipient\n" }.joined())

        let usage = try await waiting.queue("retry")
        #expect(usage.status == 64 && usage.stderr.contains("or say which are meant with --state"), "\(usage.told)")
        #expect(try await waiting.queue("cancel", held, "--all").status == 64)
        let impossible = try await waiting.queue("retry", "--state", "sent")
        #expect(impossible.status == 64)
        #expect(impossible.stderr.hasPrefix("error[usage]: there is nothing to retry about messages that are sent\n"))
    }

    @Test func `on a terminal it is asked before several are decided about by a filter`() async throws {
        let waiting = try Waiting.nobody()
        try await waiting.put(many: 3)
        let refused = try await waiting.onTerminal("cancel --all", typing: "n\n")
        #expect(refused.contains("cancel 3 messages? [y/N] ") && refused.contains("nothing was done"), "\(refused)")
        #expect(try await waiting.list("--state", "queued").count == 3)
        let agreed = try await waiting.onTerminal("cancel --all", typing: "y\n")
        #expect(agreed.contains("cancelled"), "\(agreed)")
        #expect(try await waiting.list("--state", "cancelled").count == 3)
        try await waiting.put(many: 2)
        let sure = try await waiting.onTerminal("cancel --all --yes")
        #expect(!sure.contains("[y/N]"), "\(sure)")
    }

    @Test func `many are decided about at once`() async throws {
        let waiting = try Waiting.nobody()
        try await waiting.put(many: 1_234)
        let outcome = try await waiting.queue("cancel", "--all", "--json")
        #expect(try outcome.jsonLines.count == 1_234)
        #expect(try outcome.jsonLines.allSatisfy { $0.done == true })
        #expect(try await waiting.list("--state", "cancelled").count == 1_234)
    }

    @Test func `what ended long ago is removed, and what waits or is held is not`() async throws {
        let waiting = try Waiting.nobody()
        let gone = try await waiting.put(to: "a@example.test", keep: .zero)
        let kept = try await waiting.put(to: "b@example.test")
        let held = try await waiting.put(to: "c@example.test", keep: .zero)
        let queued = try await waiting.put(to: "d@example.test", keep: .zero)
        _ = try await waiting.queue("cancel", gone, kept)
        try await waiting.hold(held)
        let outcome = try await waiting.queue("purge")
        #expect(outcome.status == 0 && outcome.stdout == "1 message removed\n", "\(outcome.told)")
        #expect(try await waiting.list().compactMap(\.id.text) == [queued, held, kept])
        #expect(try await waiting.queue("purge", "--json").json.removed == 0)
    }
}
