import Attributes
import Connecting
import Spool
import Testing

@Suite struct InboxLookingTests {
    @Test(arguments: Engine.inboxes)
    func `arrivals are listed by what is asked for, page by page`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let other = FolderName(connection: "sales", folder: "INBOX")
            var letters: [NewArrival] = []
            for number in 0..<10 {
                let letter = Arrivals.letter(
                    number, route: number < 4 ? "intake" : "archive", isOutgoing: number == 7,
                    received: Arrivals.now + .seconds(number))
                letters.append(letter)
                try await spool.store([letter], for: owner, from: number % 2 == 0 ? Arrivals.inbox : other)
            }
            try await spool.prepare(
                [
                    Arrivals.prepared(letters[0].id, to: [], thread: "<a@x>", contact: "anna", needsProcessing: true),
                    Arrivals.prepared(letters[1].id, thread: "<a@x>", contact: "ivan", needsProcessing: false),
                    Arrivals.prepared(letters[2].id, thread: "<b@x>", contact: "anna", needsProcessing: true),
                    Arrivals.prepared(letters[3].id, to: [], quarantine: Arrivals.unreadable),
                    Arrivals.prepared(letters[4].id, to: [], thread: "<a@x>"),
                    Arrivals.prepared(letters[5].id, to: ["connection:archive"], needsProcessing: true),
                ], of: owner)
            let bpm = try await spool.claim(for: owner)
            try await spool.record([Arrivals.outcome(bpm[0], .failed(Arrivals.refusal))], of: owner)
            func list(_ filter: ArrivalFilter, _ page: Page = Page(.oldest)) async throws -> [Int] {
                try await spool.arrivals(filter, page).compactMap { row in letters.firstIndex { $0.id == row.id } }
            }
            #expect(try await list(ArrivalFilter()) == Array(0..<10))
            #expect(try await list(ArrivalFilter(), Page(.newest, limit: 3)) == [9, 8, 7])
            #expect(try await list(ArrivalFilter(), Page(.newest, limit: 3, behind: letters[7].id)) == [6, 5, 4])
            #expect(try await list(ArrivalFilter(), Page(.oldest, limit: 3, behind: letters[7].id)) == [8, 9])
            #expect(try await list(ArrivalFilter(), Page(limit: 0)) == [])
            #expect(try await list(ArrivalFilter(states: [.received])) == [6, 7, 8, 9])
            #expect(try await list(ArrivalFilter(states: [.delivered])) == [0, 4])
            #expect(try await list(ArrivalFilter(states: [.failed, .quarantined, .delivering])) == [1, 2, 3, 5])
            #expect(
                try await list(ArrivalFilter(states: [.failed, .quarantined, .received]), Page(.newest, limit: 5))
                    == [9, 8, 7, 6, 3])
            #expect(
                try await list(
                    ArrivalFilter(states: [.failed, .quarantined, .received]),
                    Page(.newest, limit: 5, behind: letters[6].id)) == [3, 1])
            #expect(try await list(ArrivalFilter(states: [.delivered, .failed])) == [0, 1, 4])
            #expect(try await list(ArrivalFilter(states: [])) == [])
            #expect(try await list(ArrivalFilter(route: "intake")) == [0, 1, 2, 3])
            #expect(try await list(ArrivalFilter(states: [.received], route: "intake")) == [])
            #expect(try await list(ArrivalFilter(route: "nothing")) == [])
            #expect(try await list(ArrivalFilter(connection: "sales")) == [1, 3, 5, 7, 9])
            #expect(try await list(ArrivalFilter(route: "archive", connection: "sales")) == [5, 7, 9])
            #expect(try await list(ArrivalFilter(isOutgoing: true)) == [7])
            #expect(try await list(ArrivalFilter(connection: "sales", isOutgoing: false)) == [1, 3, 5, 9])
            #expect(try await list(ArrivalFilter(needsProcessing: true)) == [0, 2, 5])
            #expect(try await list(ArrivalFilter(needsProcessing: false)) == [1])
            #expect(try await list(ArrivalFilter(states: [.delivering], needsProcessing: true)) == [2, 5])
            #expect(try await list(ArrivalFilter(thread: "<a@x>")) == [0, 1, 4])
            #expect(try await list(ArrivalFilter(thread: "<a@x>"), Page(.newest, limit: 2)) == [4, 1])
            #expect(try await list(ArrivalFilter(states: [.failed], thread: "<a@x>")) == [1])
            #expect(try await list(ArrivalFilter(contact: "anna")) == [0, 2])
            #expect(try await list(ArrivalFilter(thread: "<b@x>", contact: "anna")) == [2])
            #expect(try await list(ArrivalFilter(receivedAfter: Arrivals.now + .seconds(7))) == [8, 9])
            #expect(try await list(ArrivalFilter(receivedBefore: Arrivals.now + .seconds(2))) == [0, 1])
            #expect(
                try await list(
                    ArrivalFilter(
                        states: [.received], receivedAfter: Arrivals.now + .seconds(6),
                        receivedBefore: Arrivals.now + .seconds(9))) == [7, 8])
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `what an arrival is, is kept as it was said, and no more of it than lists need`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let long = String(repeating: "ж", count: 3_000)
            let letters = [Arrivals.letter(0), Arrivals.letter(1)]
            try await spool.store(letters, for: owner)
            let links = [ArrivalLink(rule: "invoice", object: "Invoice", key: "Number", value: "Inv-7")]
            var plain = PreparedArrival(
                id: letters[0].id, sender: "Анна <anna@example.org>", subject: "Счёт\u{0}", snippet: "Добрый день",
                thread: "<t@x>", contact: "anna", links: links, needsProcessing: false)
            var hostile = plain
            hostile.id = letters[1].id
            hostile.sender = long
            hostile.subject = long
            hostile.snippet = long
            hostile.thread = long
            hostile.links = (0..<1_500).map { ArrivalLink(rule: "r", object: "o", key: "k", value: "\($0)") }
            try await spool.prepare([plain, hostile], of: owner)
            let rows = try await spool.arrivals(ArrivalFilter(), Page(.oldest))
            // PostgreSQL's texts hold no NUL.
            plain.subject = engine == .postgres ? "Счёт " : "Счёт\u{0}"
            #expect(
                rows[0]
                    == ArrivalSummary(
                        id: plain.id, route: "intake", folder: Arrivals.inbox, identity: "1/0", state: .delivered,
                        received: Arrivals.now, isOutgoing: false, messageID: Arrivals.messageID(0),
                        size: Arrivals.bytes(0).count, sender: plain.sender, subject: plain.subject,
                        snippet: plain.snippet, thread: "<t@x>", contact: "anna", links: links, needsProcessing: false,
                        failure: nil))
            #expect(rows[1].sender.count == 301)
            #expect(rows[1].subject.count == 1_001)
            #expect(rows[1].snippet.count == 201)
            #expect(rows[1].thread.utf8.count == 1_024)
            #expect(rows[1].links.count == 1_000)
            #expect(try await spool.arrivals(ArrivalFilter(thread: long), Page()).map(\.id) == [hostile.id])
            #expect(try await spool.arrival(UUIDv7()) == nil)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `counts tell how many arrivals of a route are where, and since when`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            #expect(try await spool.arrivalTally().isEmpty)
            let letters = (0..<6).map {
                Arrivals.letter($0, route: $0 < 4 ? "intake" : "archive", received: Arrivals.now + .seconds($0))
            }
            try await spool.store(letters, for: owner)
            try await spool.prepare(
                [
                    Arrivals.prepared(letters[1].id, needsProcessing: true),
                    Arrivals.prepared(letters[2].id, needsProcessing: true),
                    Arrivals.prepared(letters[3].id, needsProcessing: false),
                    Arrivals.prepared(letters[4].id, to: []),
                ], of: owner)
            func tally(_ route: String, _ state: ArrivalState, _ count: Int, _ second: Int, _ unprocessed: Int = 0)
                -> ArrivalTally
            {
                ArrivalTally(
                    route: route, state: state, count: count, oldest: Arrivals.now + .seconds(second),
                    unprocessed: unprocessed)
            }
            #expect(
                try await spool.arrivalTally() == [
                    tally("archive", .received, 1, 5), tally("archive", .delivered, 1, 4),
                    tally("intake", .received, 1, 0), tally("intake", .delivering, 3, 1, 2),
                ])
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `a thread is found by the letters that came and by those that were sent`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            var longNamed = Arrivals.letter(2)
            let longName = "<" + String(repeating: "x", count: 2_000) + "@example.org>"
            longNamed.messageID = longName
            let letters = [Arrivals.letter(0), Arrivals.letter(1), longNamed]
            try await spool.store(letters, for: owner)
            try await spool.prepare(
                [
                    Arrivals.prepared(letters[0].id, thread: "<first@x>"),
                    Arrivals.prepared(letters[2].id, thread: "<long@x>"),
                ], of: owner)
            var sent: [String] = []
            for details in ["", #"{"thread": "<first@x>", "n": 1}"#, #"{"thread": 7}"#, "not JSON"] {
                let letter = Letters.letter()
                sent.append(letter.messageID)
                _ = try await spool.put(NewLetter(letter, route: "r", connection: "c", details: details))
            }
            let foreign = sent[0].replacing("@example.com", with: "@example.org")
            let came = [0, 1, 9].map { Arrivals.messageID($0) }
            let asked = sent + came + [foreign, longName, "", "<@>"]
            #expect(
                try await spool.threads(of: asked) == [
                    sent[0]: sent[0], sent[1]: "<first@x>", sent[2]: sent[2], sent[3]: sent[3],
                    Arrivals.messageID(0): "<first@x>", longName: "<long@x>",
                ])
            #expect(try await spool.threads(of: []).isEmpty)
            await spool.close()
        }
    }
}
