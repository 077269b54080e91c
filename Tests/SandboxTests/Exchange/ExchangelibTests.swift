import Attributes
import Diagnostics
import Peers
import Sandbox
import Testing

/// exchangelib on the sandbox's Exchange: where the two disagree, the sandbox is wrong.
struct ExchangelibTests {
    @Test func `letters are sent with files and without a copy, and drafts are saved, changed and sent`() async throws {
        try await RunningExchange.run { exchange in
            let sent = try await exchange.client("send", ["to": ["ann@example.com"], "bcc": ["desk@example.com"]])
            #expect(sent.list.map { $0["subject"]?.text } == ["Grüße", "Draft, changed"])
            let got = try await exchange.client("list", as: .ann).list
            #expect(got.map { $0["subject"]?.text } == ["Grüße", "Page", "Draft, changed"])
            #expect(got[0]["attachments"] == [["Отчёт.txt", "Y29udGVudAo="]])
            #expect(got[0]["text"] == "Hello")
            #expect(got[1]["text"] == "Hi you")
            #expect(got.allSatisfy { $0["isRead"] == false && $0["from"] == "desk@example.com" })
            // Who is in Bcc gets the letter, and nobody sees it.
            #expect(got.allSatisfy { $0["mime"]?.text?.contains("Bcc") == false })
            #expect(try await exchange.client("list").list.map { $0["subject"]?.text } == ["Grüße"])
            #expect(try await exchange.client("list", ["folder": "drafts"]).list.isEmpty)
        }
    }

    @Test func `a letter that is given as MIME arrives as it is`() async throws {
        try await RunningExchange.run { exchange in
            let letter = Self.letter("Подача", id: "<1@example.com>")
            _ = try await exchange.client("mime", ["mime": .string(letter)])
            let got = try #require(try await exchange.client("list", as: .ann).list.first)
            #expect(got["mime"]?.text == letter)
            #expect(got["id"] == "<1@example.com>")
        }
    }

    @Test func `letters are searched, marked, moved and deleted`() async throws {
        try await RunningExchange.run { exchange in
            for (number, name) in ["delta", "alpha", "epsilon", "beta", "gamma"].enumerated() {
                exchange.deliver(Self.letter(name, id: "<\(number)@example.com>"))
            }
            let seen = try await exchange.client("tidy", as: .ann)
            #expect(seen["unread"] == ["delta", "alpha", "epsilon", "beta", "gamma"])
            #expect(seen["pages"] == ["alpha", "beta", "delta", "epsilon", "gamma"])
            #expect(seen["again"] == [true, ["blue"]])
            #expect(seen["found"] == ["delta"])
            #expect(seen["contains"] == ["delta"])
            #expect(seen["junk"] == ["alpha"])
            #expect(seen["trash"] == ["epsilon"])
            #expect(seen["left"]?.list.compactMap(\.text).sorted() == ["delta", "gamma"])
            #expect(seen["gone"] == "ErrorItemNotFound")
        }
    }

    @Test func `a folder is followed in pages, and from there on by its changes`() async throws {
        try await RunningExchange.run { exchange in
            for name in ["1", "2", "3", "4", "5"] { exchange.deliver(Self.letter(name, id: "<\(name)@example.com>")) }
            let seen = try await exchange.client("sync", as: .ann)
            #expect(seen["first"]?.list.map { $0.list[0] } == Array(repeating: "create", count: 5))
            #expect(seen["then"] == [["read_flag_change", .null], ["update", "2"], ["delete", .null]])
            #expect(seen["last"] == [])
        }
    }

    @Test func `what happens is told by streams and to those who ask`() async throws {
        try await RunningExchange.run { exchange in
            let heard = try await exchange.client("events")
            let wanted: JSON = ["CreatedEvent", "NewMailEvent", "ModifiedEvent", "CopiedEvent", "DeletedEvent"]
            #expect(heard["stream"] == wanted)
            #expect(heard["pull"] == wanted)
            #expect(heard["lost"] == "ErrorSubscriptionNotFound")
        }
    }

    @Test(arguments: [("accept", "Accept"), ("tentatively_accept", "Tentative"), ("decline", "Decline")])
    func `an invitation is answered, and its organizer sees it`(word: String, answer: String) async throws {
        try await RunningExchange.run { exchange in
            let made = try await exchange.client("meet", ["to": ["ann@example.com"]])
            #expect(made["guests"] == ["ann@example.com": "Unknown"])
            #expect(made["answer"] == "Organizer")
            let answered = try await exchange.client(
                "answer", as: .ann, ["word": .string(word), "body": "By the way"])
            #expect(answered["request"]?["class"] == "IPM.Schedule.Meeting.Request")
            #expect(answered["inbox"] == 0)
            let calendar = answered["calendar"]?.list ?? []
            #expect(calendar.map { $0["answer"]?.text } == (word == "decline" ? [] : [answer]))
            let response = try #require(try await exchange.client("list").list.first)
            #expect(response["class"]?.text?.hasPrefix("IPM.Schedule.Meeting.Resp.") == true)
            #expect(response["text"] == "By the way")
            let kept = try await exchange.client("list", ["folder": "calendar"]).list
            #expect(kept.map { $0["guests"] } == [["ann@example.com": .string(answer)]])
        }
    }

    @Test func `a series is made, looked at, and loses a meeting, and who is invited sees all of it`() async throws {
        try await RunningExchange.run { exchange in
            let made = try await exchange.client("series", ["to": ["ann@example.com"]])
            #expect(made["master"]?.list.first == "RecurringMaster")
            #expect(made["first"] == "2026-10-20 08:00:00+00:00")
            #expect(made["last"] == "2026-10-29 09:00:00+00:00")
            #expect(made["beyond"] == "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange")
            #expect(made["masters"] == ["Pay", "Weekly"])
            #expect(made["backwards"] == "Weekly")
            // At ten in Berlin, in summer and in winter; what was taken out is not there.
            let weekly = ["2026-10-20T08:00:00", "2026-10-27T09:00:00", "2026-10-29T09:00:00"]
            let pay = ["2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]
            let shown = made["view"]?.list ?? []
            #expect(shown.allSatisfy { $0.list[2] == "Occurrence" && $0.list[3] == true })
            func starts(_ subject: String) -> [String] {
                shown.filter { $0.list[0].text == subject }.compactMap { $0.list[1].text }
            }
            #expect(starts("Weekly") == weekly.map { $0 + "+00:00" })
            #expect(starts("Pay").map { String($0.prefix(10)) } == pay)
            // Ann's invitation is from before.
            let seen = try await exchange.client("view", as: .ann).list
            let all = [weekly[0], "2026-10-22T08:00:00"] + weekly[1...]
            #expect(seen.map { $0.list[1].text } == all.map { $0 + "+00:00" })
            let answered = try await exchange.client("answer", as: .ann, ["word": "accept"])
            #expect(answered["request"]?["class"] == "IPM.Schedule.Meeting.Request")
            let kept = try await exchange.client("list", ["folder": "calendar"]).list
            #expect(kept.contains { $0["guests"] == ["ann@example.com": "Accept"] })
        }
    }

    @Test func `a meeting that is moved is asked for again, and one that is cancelled says so`() async throws {
        try await RunningExchange.run { exchange in
            _ = try await exchange.client("meet", ["to": ["ann@example.com"]])
            _ = try await exchange.client("answer", as: .ann, ["word": "accept"])
            let changed = try await exchange.client("change")
            #expect(changed["location"] == "Room 2")
            #expect(changed["guests"] == ["ann@example.com": "Unknown"])
            let again = try await exchange.client("answer", as: .ann, ["word": "tentatively_accept"])
            #expect(again["request"]?["start"] == "2026-12-01T12:00:00+00:00")
            #expect(again["calendar"]?.list.map { $0["location"]?.text } == ["Room 2"])
            #expect(try await exchange.client("cancel").list.isEmpty)
            let told = try #require(try await exchange.client("list", as: .ann).list.last)
            #expect(told["class"] == "IPM.Schedule.Meeting.Canceled")
            let calendar = try await exchange.client("list", as: .ann, ["folder": "calendar"]).list
            #expect(calendar.map { $0["isCancelled"] } == [true])
        }
    }

    @Test func `names are resolved, and folders are those that every mailbox has`() async throws {
        try await RunningExchange.run { exchange in
            let names = try await exchange.client(
                "resolve", ["names": ["desk", "ann@example.com", "e", "nobody@example.com"]])
            #expect(names["desk"] == ["desk@example.com"])
            #expect(names["ann@example.com"] == ["ann@example.com"])
            #expect(names["e"]?.list.count == 2)
            #expect(names["nobody@example.com"] == ["ErrorNameResolutionNoResults"])
            #expect(
                try await exchange.client("folders") == [
                    "Calendar", "Deleted Items", "Drafts", "Inbox", "Junk Email", "Outbox", "Sent Items",
                ])
        }
    }

    @Test func `who may not is told so, each in Exchange's words`() async throws {
        try await RunningExchange.run { exchange in
            let told = try await exchange.client("problems")
            #expect(
                told == [
                    "gone": "ErrorInvalidIdMalformed", "sender": "ErrorSendAsDenied",
                    "nobody": "ErrorInvalidRecipients", "password": "UnauthorizedError",
                    "other": "ErrorAccessDenied", "impersonation": "ErrorImpersonateUserDenied",
                ])
        }
    }

    @Test func `a delegate opens the mailbox, and a service impersonates`() async throws {
        var ann = SandboxUser.ann
        ann.delegates = ["desk"]
        var robot = SandboxUser(login: "robot", password: Secret("r"), name: "Robot", addresses: ["robot@example.com"])
        robot.mayImpersonate = true
        try await RunningExchange.run([.desk, ann, robot]) { exchange in
            exchange.deliver(Self.letter("Hers", id: "<1@example.com>"))
            let delegated = try await exchange.client("list", ["address": "ann@example.com"]).list
            #expect(delegated.map { $0["subject"]?.text } == ["Hers"])
            let impersonated = try await exchange.client(
                "list", as: robot, ["address": "ann@example.com", "impersonate": true])
            #expect(impersonated.list.map { $0["subject"]?.text } == ["Hers"])
            #expect(exchange.server.faults.calls.contains { $0.actor == "ann" && $0.anchor == "ann@example.com" })
        }
    }

    private static func letter(_ subject: String, id: String) -> String {
        "From: desk@example.com\r\nTo: ann@example.com\r\nSubject: \(subject)\r\nMessage-ID: \(id)\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\nBody\r\n"
    }
}
