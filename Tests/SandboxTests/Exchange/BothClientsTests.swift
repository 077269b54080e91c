import Attributes
import Connecting
import ConnectingTesting
import Peers
import Sandbox
import Testing

@testable import Connectors

/// Router and exchangelib on one server: each sees what the other did.
struct BothClientsTests {
    private static let meeting = PlannedMeeting(
        title: "Planning", start: Instant(seconds: 1_796_119_200), end: Instant(seconds: 1_796_122_800),
        location: "Hall", description: "About it", attendees: [MeetingGuest(name: "Ann", address: "ann@example.com")])

    @Test func `exchangelib reads what router sent`() async throws {
        try await RunningExchange.run { exchange in
            let letter = annsLetter(1, to: ["desk@example.com"])
            let report = Report()
            let session = try await exchange.connector(as: .ann).open()
            await session.send([letter], report.add)
            await session.close()
            #expect(report[0]?.state == .sent)
            let got = try await exchange.client("list").list
            #expect(got.map { $0["subject"]?.text } == ["number 1"])
            #expect(got.first?["id"]?.text == letter.messageID)
            #expect(got.first?["mime"]?.text?.hasSuffix("\r\n\r\nbody 1\r\n") == true)
            let kept = try await exchange.client("list", as: .ann, ["folder": "sent"]).list
            #expect(kept.map { $0["id"]?.text } == [letter.messageID])
        }
    }

    @Test func `router receives what exchangelib sent, and exchangelib sees that it is read`() async throws {
        try await RunningExchange.run { exchange in
            _ = try await exchange.client("send", ["to": ["ann@example.com"]])
            let session = try await exchange.connector(as: .ann).open("INBOX", acknowledging: .seen)
            let look = try await session.look(after: nil, limit: 10)
            #expect(look.items.count == 3)
            try await session.acknowledge([look.items[0].identity, look.items[2].identity])
            await session.close()
            let seen = try await exchange.client("list", as: .ann).list
            #expect(seen.map { $0["isRead"] } == [true, false, true])
        }
    }

    @Test(arguments: [
        (MeetingAnswer(.accept, text: "Gladly"), "Accept"), (MeetingAnswer(.tentative), "Tentative"),
        (MeetingAnswer(.decline, text: "Нет"), "Decline"),
    ])
    func `exchangelib invites, router answers, and exchangelib sees what it said`(
        answer: MeetingAnswer, word: String
    ) async throws {
        try await RunningExchange.run { exchange in
            _ = try await exchange.client("meet", ["to": ["ann@example.com"]])
            let session = try await exchange.connector(as: .ann).open("INBOX", acknowledging: .seen, onlyEvents: true)
            let look = try await session.look(after: nil, limit: 10)
            await session.close()
            let request = try #require(look.items.first)
            _ = try await exchange.connector(as: .ann).answer(ReceivedRequest(request.identity), with: answer)
            let kept = try await exchange.client("list", ["folder": "calendar"]).list
            #expect(kept.map { $0["guests"] } == [["ann@example.com": .string(word)]])
            let told = try #require(try await exchange.client("list").list.first)
            if let text = answer.text { #expect(told["text"]?.text?.contains(text) == true) }
        }
    }

    @Test func `router invites, and moves and cancels the meeting, and exchangelib follows`() async throws {
        try await RunningExchange.run { exchange in
            let connector = exchange.connector()
            var identity = try await connector.create(Self.meeting)
            let first = try await exchange.client("answer", as: .ann, ["word": "accept"])
            #expect(first["request"]?["start"] == "2026-12-01T10:00:00+00:00")
            #expect(first["calendar"]?.list.map { $0["location"]?.text } == ["Hall"])
            let kept = try await exchange.client("list", ["folder": "calendar"]).list
            #expect(kept.map { $0["guests"] } == [["ann@example.com": "Accept"]])
            var later = Self.meeting
            later.location = "Garden"
            identity = try await connector.update(identity, to: later)
            let second = try await exchange.client("answer", as: .ann, ["word": "tentatively_accept"])
            #expect(second["calendar"]?.list.map { $0["location"]?.text } == ["Garden"])
            try await connector.cancel(identity)
            let last = try await exchange.client("list", as: .ann, ["folder": "calendar"]).list
            #expect(last.map { $0["isCancelled"] } == [true])
        }
    }
}
