import Attributes
import Connecting
import MIME
import Peers
import Testing
import XML

@testable import Connectors

/// What we ask of Exchange, against the schemas that Microsoft has published.
@Suite struct EWSRequestTests {
    private static let hostile = "a <b> & \"c\" \u{0}\u{1F}\u{FFFF}]]>\r\n\u{1F600}й"

    private static let meeting = PlannedMeeting(
        title: hostile, start: Instant(seconds: 1_800_000_000), end: Instant(seconds: 1_800_003_600), location: "Hall",
        description: hostile,
        attendees: [MeetingGuest(name: "Иван", address: "ivan@example.com"), MeetingGuest(address: "b@example.com")],
        reminderMinutes: 15)

    private static func item() throws -> [UInt8] {
        let text = "From: a@example.com\r\nTo: b@example.com, c@example.com\r\nCc: d@example.com\r\n\r\nbody\r\n"
        let letter = Letter(
            id: "1", messageID: "<1@example.com>", sender: "a@example.com",
            recipients: ["b@example.com", "e@example.com"],
            content: Content(pieces: [.bytes(Array(text.utf8))]))
        return try ExchangeLetter(letter, to: letter.recipients).item
    }

    private static func operations() throws -> [any EWSOperation] {
        let folder = EWSFolderID.known("inbox", mailbox: "desk@example.com")
        let item = EWSItemID("AAA=", changeKey: "BBB=")
        let other = EWSItemID("CCC=")
        return [
            GetFolder(folders: [folder, .id("XYZ="), .known("drafts", mailbox: nil)]), FindFolder(parent: folder),
            CreateFolder(parent: folder, displayName: hostile), FindItem(folder: folder, limit: 10),
            FindItem(
                folder: folder,
                restriction: .all([
                    .equals(.field("message:IsRead"), "false"), .not(.equals(.flagStatus, "2")),
                    .since(.field("item:DateTimeReceived"), "2026-11-21T10:00:00Z"),
                ]), limit: 10),
            FindItem(
                folder: folder, restriction: .equals(.field("message:InternetMessageId"), "<1@example.com>"), limit: 1),
            SyncFolderItems(folder: folder, state: nil, limit: 512, properties: []),
            SyncFolderItems(folder: folder, state: "AAAA", limit: 10_000),
            GetItem(items: [item, other], includesMime: true),
            GetItem(items: [other], properties: [.field("item:InternetMessageHeaders"), .flagStatus]),
            CreateItem(disposition: .saveOnly, folder: folder, item: try Self.item()),
            CreateItem(disposition: .sendAndSaveCopy, item: try Self.item()),
            CreateItem(disposition: .sendOnly, item: try Self.item()),
            CreateItem(
                invitations: "SendToAllAndSaveCopy", folder: .known("calendar", mailbox: nil),
                item: EWSMeeting.item(meeting)),
            SendItem(item: item, savedTo: .known("sentitems", mailbox: nil)), SendItem(item: other),
            CreateAttachment(item: item, fileName: hostile, contentType: "text/plain", content: [1, 2, 3]),
            GetAttachment(id: "AAA="),
            UpdateItem(changes: [.init(item: item, fields: [.read]), .init(item: other, fields: [.flagged])]),
            UpdateItem(
                changes: [.init(item: item, fields: EWSMeeting.fields(meeting))],
                invitations: "SendToAllAndSaveCopy", suppressesReceipts: false),
            UpdateItem(
                changes: [
                    .init(
                        item: item,
                        fields: EWSMeeting.fields(
                            PlannedMeeting(
                                title: "x", start: meeting.start, end: meeting.end)))
                ], invitations: "SendToNone"),
            MoveItem(items: [item, other], folder: folder), DeleteItem(items: [item]),
            DeleteItem(items: [other], type: "MoveToDeletedItems", cancellations: "SendToAllAndSaveCopy"),
            ResolveNames(entry: "smtp:ivan@example.com"),
            Subscribe(folders: [folder], way: .streaming), Subscribe(folders: [folder], way: .pull(minutes: 10)),
            GetEvents(subscription: "abc", watermark: "AAA="), GetStreamingEvents(subscription: "abc", minutes: 10),
            Unsubscribe(subscription: "abc"), AnswerMeeting(answer: MeetingAnswer(.accept), item: item),
            AnswerMeeting(answer: MeetingAnswer(.tentative, text: hostile), item: item),
            AnswerMeeting(answer: MeetingAnswer(.decline, text: "no"), item: other),
        ]
    }

    @Test(
        .enabled("the schemas of Exchange Web Services are not here: nothing is checked against them") {
            EWSSchema.folder != nil
        })
    func `every request is valid by the published schemas`() async throws {
        var envelopes: [[UInt8]] = []
        for version in [EWSVersion.exchange2007SP1, .exchange2010SP2, .exchange2016] {
            for impersonated in [nil, "desk@example.com"] {
                let envelope = EWSEnvelope(version: version, impersonated: impersonated)
                envelopes += try Self.operations().map { envelope.bytes($0) }
            }
        }
        #expect(try await EWSSchema.mistakes(in: envelopes) == [])
    }

    @Test(
        .enabled("the schemas of Exchange Web Services are not here: nothing is checked against them") {
            EWSSchema.folder != nil
        })
    func `the schemas find mistakes`() async throws {
        let text = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
              xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><s:Body><m:GetItem/></s:Body></s:Envelope>
            """
        #expect(try await EWSSchema.mistakes(in: [Array(text.utf8)]).count == 1)
    }

    @Test func `a letter's envelope becomes part of it`() throws {
        let root = try XMLReader.read(
            Array("<x xmlns:t='t'>".utf8) + Self.item() + Array("</x>".utf8))
        let message = try #require(root["Message"])
        let mime = String(decoding: try Base64.decode(message["MimeContent"]?.text ?? "", atMost: 1000), as: UTF8.self)
        #expect(
            mime
                == "From: a@example.com\r\nTo: b@example.com\r\nBcc: e@example.com\r\n\r\nbody\r\n"
        )
    }

    @Test func `people who are not meant are taken out of the header, whatever it looks like`() throws {
        let header =
            "to: =?UTF-8?B?0JjQstCw0L0=?= <b@example.com>,\r\n Carl\r\n <c@example.com>\r\nSubject: To: x\r\n y"
        let bytes = EnvelopedHeader(Array(header.utf8)[...], for: ["b@example.com"]).bytes
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "Subject: To: x\r\n y\r\nTo: =?UTF-8?B?0JjQstCw0L0=?=\r\n <b@example.com>\r\n")
        let nobody = EnvelopedHeader(Array(header.utf8)[...], for: ["z@example.com"]).bytes
        #expect(String(decoding: nobody, as: UTF8.self) == "Subject: To: x\r\n y\r\nBcc: z@example.com\r\n")
    }

    @Test(arguments: [1, 2, 3, 5, 57, 1000]) func `a letter in pieces is encoded as one`(size: Int) throws {
        let text = "To: b@example.com\r\nSubject: x\r\n\r\n" + String(repeating: "привет ", count: 300)
        let bytes = Array(text.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
            Content.Piece.bytes(Array(bytes[$0..<min($0 + size, bytes.count)]))
        }
        let letter = Letter(
            id: "1", messageID: "<1@example.com>", sender: "a@example.com", recipients: ["b@example.com"],
            content: Content(pieces: pieces))
        let item = try ExchangeLetter(letter, to: letter.recipients).item
        let root = try XMLReader.read(Array("<x xmlns:t='t'>".utf8) + item + Array("</x>".utf8))
        let mime = try Base64.decode(root.first("MimeContent")?.text ?? "", atMost: 100_000)
        #expect(String(decoding: mime, as: UTF8.self) == text)
        #expect(root.first("ToRecipients") == nil)
    }
}
