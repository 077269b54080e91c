import Attributes
import Connecting
import ConnectingTesting
import MIME
import Sandbox
import Testing

@testable import Connectors

/// Meetings that are made, and meeting requests that are answered, over Exchange.
@Suite struct ExchangeCalendarTests {
    private static let meeting = PlannedMeeting(
        title: "Планёрка", start: Instant(seconds: 1_800_000_000), end: Instant(seconds: 1_800_003_600),
        location: "Hall", description: "About it", attendees: [MeetingGuest(name: "Desk", address: "desk@example.com")])

    /// The requests that wait in an inbox, for a route that wants nothing else.
    private func requests(_ exchange: RunningExchange) async throws -> [FolderItem] {
        let session = try await exchange.connector().open("INBOX", acknowledging: .seen, onlyEvents: true)
        let look = try await session.look(after: nil, limit: 10)
        await session.close()
        return look.items
    }

    @Test(arguments: [
        (MeetingAnswer(.accept), "accepted", ItemKind.accepted),
        (MeetingAnswer(.tentative, text: "Maybe"), "tentatively accepted", .tentative),
        (MeetingAnswer(.decline, text: "Нет"), "declined", .declined),
    ]) func `a request is answered, and its organizer hears of it`(
        answer: MeetingAnswer, words: String, kind: ItemKind
    ) async throws {
        try await RunningExchange.run { exchange in
            _ = try await exchange.connector(as: .ann).create(Self.meeting)
            let inbox = try #require(exchange.mailboxes.folder(.inbox, of: "desk"))
            _ = try exchange.mailboxes.add(NewItem(content: Array("Subject: plain\r\n\r\nx\r\n".utf8)), to: inbox.id)
            // The plain letter is no event.
            let items = try await requests(exchange)
            #expect(items.count == 1)
            let request = try #require(items.first)
            let outcome = try await exchange.connector().answer(ReceivedRequest(request.identity), with: answer)
            #expect(outcome == .answered(words))
            let answers = try #require(exchange.mailboxes.folder(.inbox, of: "ann"))
            #expect(exchange.mailboxes.items(in: answers.id).map(\.kind) == [kind])
            if let text = answer.text {
                let letter = try LetterReader.read(exchange.mailboxes.items(in: answers.id)[0].content)
                #expect(letter.text?.contains(text) == true)
            }
            // Again: it is not there any more.
            let again = try await exchange.connector().answer(ReceivedRequest(request.identity), with: answer)
            if case .answered = again { Issue.record("it was answered twice: \(again)") }
        }
    }

    @Test(arguments: [nil, ExchangeFault.dropAfter]) func `a request that was moved is answered where it went`(
        fault: ExchangeFault?
    ) async throws {
        try await RunningExchange.run { exchange in
            _ = try await exchange.connector(as: .ann).create(Self.meeting)
            let inbox = try #require(exchange.mailboxes.folder(.inbox, of: "desk"))
            let letter = try LetterReader.read(try #require(exchange.mailboxes.items(in: inbox.id).first).content)
            let session = try await exchange.connector().open("INBOX", acknowledging: .move("Done"), onlyEvents: true)
            let item = try #require(try await session.look(after: nil, limit: 10).items.first)
            if let fault { exchange.server.faults.order(fault, at: "MoveItem", times: 2) }
            do throws(Failure) {
                try await session.acknowledge([item.identity])
            } catch {
                #expect(fault != nil, "\(error)")
            }
            await session.close()
            let done = try #require(exchange.folder("Done", of: .desk))
            #expect(exchange.mailboxes.items(in: done.id).map(\.kind) == [.request])
            var request = ReceivedRequest(item.identity)
            if case .answered = try await exchange.connector().answer(request, with: MeetingAnswer(.accept)) {
                Issue.record("it was found, and nobody said where it is")
            }
            request.messageID = letter.messageID
            request.movedTo = "Done"
            let outcome = try await exchange.connector().answer(request, with: MeetingAnswer(.accept))
            #expect(outcome == .answered("accepted"))
            let answers = try #require(exchange.mailboxes.folder(.inbox, of: "ann"))
            #expect(exchange.mailboxes.items(in: answers.id).map(\.kind) == [.accepted])
            // Again: nothing of it is left there.
            let again = try await exchange.connector().answer(request, with: MeetingAnswer(.accept))
            if case .answered = again { Issue.record("it was answered twice: \(again)") }
        }
    }

    @Test func `a request that is moved while it is answered is answered all the same`() async throws {
        try await RunningExchange.run { exchange in
            _ = try await exchange.connector(as: .ann).create(Self.meeting)
            let inbox = try #require(exchange.mailboxes.folder(.inbox, of: "desk"))
            let item = try #require(exchange.mailboxes.items(in: inbox.id).first)
            let letter = try LetterReader.read(item.content)
            let identity = try #require(try await requests(exchange).first).identity
            // Found in its old place, and gone from there a moment later.
            exchange.server.faults.order(.code("ErrorItemNotFound"), at: "CreateItem")
            let top = try #require(exchange.mailboxes.folder(.top, of: "desk"))
            let done = try exchange.mailboxes.makeFolder("Done", in: top.id)
            _ = try exchange.mailboxes.copy([item.id], to: done.id)
            let outcome = try await exchange.connector().answer(
                ReceivedRequest(identity, messageID: letter.messageID, movedTo: "Done"), with: MeetingAnswer(.decline))
            #expect(outcome == .answered("declined"))
        }
    }

    @Test func `a meeting is made, changed and cancelled, and its guests hear of each`() async throws {
        try await RunningExchange.run { exchange in
            let connector = exchange.connector(as: .ann)
            var identity = try await connector.create(Self.meeting)
            var later = Self.meeting
            later.start = later.start + .seconds(3600)
            later.end = later.end + .seconds(3600)
            identity = try await connector.update(identity, to: later)
            try await connector.cancel(identity)
            let inbox = try #require(exchange.mailboxes.folder(.inbox, of: "desk"))
            let kinds = exchange.mailboxes.items(in: inbox.id).map(\.kind)
            #expect(kinds == [.request, .request, .cancellation])
        }
    }

    @Test func `a request that is out of date, cancelled or one's own is told as such`() async throws {
        try await RunningExchange.run { exchange in
            _ = try await exchange.connector(as: .ann).create(Self.meeting)
            let request = try #require(try await requests(exchange).first)
            for (code, words) in [
                ("ErrorCalendarMeetingRequestIsOutOfDate", "a later request"),
                ("ErrorCalendarIsOrganizerForAccept", "the mailbox itself invited"),
                ("ErrorCalendarIsCancelledForAccept", "has cancelled"),
            ] {
                exchange.server.faults.order(.code(code), at: "CreateItem")
                do throws(Failure) {
                    _ = try await exchange.connector().answer(
                        ReceivedRequest(request.identity), with: MeetingAnswer(.accept))
                    Issue.record("it was answered")
                } catch {
                    #expect(error.verdict == .never)
                    #expect(error.message.contains(code))
                    #expect(error.help.contains(words))
                }
            }
        }
    }
}
