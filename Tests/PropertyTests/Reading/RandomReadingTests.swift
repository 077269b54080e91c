import Attributes
import ICalendar
import MIME
import Peers
import Testing

/// What our composer writes is read back by our reader without loss.
@Suite struct RandomReadingTests {
    @Test func `letters of any shape are read as they were written`() throws {
        var random = Fuzz.random()
        for number in 0..<Fuzz.rounds(200) {
            let draft = try Draft.random(&random)
            let bytes = try compose(draft).bytes()
            expect(try LetterReader.read(bytes), is: draft, Fuzz.note("letter \(number)"))
            #expect(HeaderScan.messageID(in: bytes) == draft.messageID)
        }
    }

    private func expect(_ letter: ReadLetter, is draft: Draft, _ note: Comment) {
        #expect(letter.flaws == [], note)
        #expect(letter.subject == shown(draft.subject), note)
        #expect(letter.from == [shown(draft.from)], note)
        #expect(letter.cc == draft.cc.map(shown), note)
        #expect(letter.replyTo == draft.replyTo.map(shown), note)
        if !draft.to.isEmpty { #expect(letter.to == draft.to.map(shown), note) }
        #expect(letter.date?.seconds == draft.date.seconds, note)
        #expect(letter.messageID == draft.messageID, note)
        for field in draft.headers { #expect(letter.values(of: field.name) == [shown(field.value)], note) }
        // A letter's last line has an end, and an empty letter has a text all the same.
        let text = letter.text
        let meant = draft.text?.withLF ?? (draft.html == nil ? "" : nil)
        #expect(text == meant || text == meant.map { "\($0)\n" }, note)
        let html = letter.html?.withLF
        #expect(html == draft.html?.withLF || html == draft.html.map { "\($0.withLF)\n" }, note)
        let files = letter.attachments.filter { $0.name != "invite.ics" }
        let written = draft.inline + draft.attached
        #expect(files.map(\.name) == written.map { shown($0.document.name) }, note)
        #expect(files.map(\.contentID) == written.map(\.contentID), note)
        #expect(
            files.map { ReadAttachment.Content($0.content) } == written.map { ReadAttachment.Content($0.document) },
            note)
        if let invitation = draft.invitation {
            #expect(letter.calendars.map { Array($0.text.utf8) } == [invitation.calendar], note)
            #expect(letter.calendars.map(\.method) == [invitation.method], note)
            #expect(throws: Never.self, note) { try MeetingReader.read(letter.calendars[0].text) }
        }
    }

    private func shown(_ mailbox: Mailbox) -> Mailbox {
        Mailbox(name: mailbox.name.map(shown), address: mailbox.address)
    }

    /// Controls of the second kind and separators of lines are shown as spaces.
    private func shown(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0..<0x09, 0x0A..<0x20, 0x7F, 0x80..<0xA0, 0x2028, 0x2029: " "
                    default: scalar
                    }
                }))
    }
}

extension ReadAttachment {
    /// Bytes that are compared, and not written out.
    fileprivate struct Content: Equatable, CustomStringConvertible {
        var bytes: [UInt8]
        var description: String { "\(bytes.count) bytes" }

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        init(_ document: Document) {
            if case .bytes(let bytes) = document.content { self.bytes = bytes } else { bytes = [] }
        }
    }
}
