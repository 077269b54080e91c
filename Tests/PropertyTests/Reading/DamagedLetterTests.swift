import Attributes
import ICalendar
import MIME
import Peers
import Templating
import Testing

/// Letters and meetings that were damaged by chance, or are nothing but pieces: read without a crash, and to something safe.
@Suite struct DamagedLetterTests {
    private static let pieces = [
        "From: ", "To: ", "Subject: ", "Date: ", "Message-ID: <a@b>", "Content-Type: ",
        "multipart/mixed; boundary=x\n\n", "multipart/related; boundary=\"x\"",
        "multipart/report; report-type=delivery-status; boundary=x\n", "text/plain", "text/html; charset=koi8-r",
        "text/calendar; method=REPLY",
        "message/rfc822\n\n", "message/delivery-status\n\n", "application/ms-tnef\n\n", "application/ics",
        "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n",
        "Content-Disposition: attachment; filename*0*=utf-8''%D0; filename*1=\"x.pdf\"\n",
        "Content-ID: <c@d>\n", "; charset=", "utf-8", "gb18030", "utf-7", "; format=flowed; delsp=yes", "\n--x\n",
        "\n--x--\n", "\n\n", "\n", "\r\n", "\r", "\n ", "\n\t",
        "=?utf-8?Q?=D0?=", "=?koi8-r?B?8NLJ18XU?=", "=?", "?=", "a@b.example", "<", ">", "\"", ",", ";", ":", "(", ")",
        "\\", "Team: ",
        "Final-Recipient: rfc822;a@b\nAction: failed\nStatus: 5.1.1\n\n", "X-Failed-Recipients: a@b\n",
        "Hi. This is the qmail-send\n\n<a@b>:\nno\n\n",
        "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nUID:u\n", "END:VEVENT\n", "x\u{9F}\u{3E}\u{22}", "0J/RgNC40LLQtdGC",
        "=D0=9F=\n", "%41", "\0",
        "Tue, 01 Dec 2026 10:00:00 +0300\n", "From a@b\n",
    ]

    /// Takes bytes out, puts others in, repeats stretches.
    static func damage(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.number(1...8) where !bytes.isEmpty {
            let start = random.number(0...bytes.count - 1)
            let end = min(bytes.count, start + random.number(0...60))
            switch random.number(0...5) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: random.number(0...bytes.count))
            case 2: bytes[start] = UInt8.random(in: 0...255, using: &random)
            case 3: bytes.insert(contentsOf: Array(random.pick(pieces).utf8), at: start)
            case 4: bytes.insert(contentsOf: random.bytes(0...20), at: start)
            default: bytes.removeSubrange(end...)
            }
        }
        return bytes
    }

    private static func expectSafe(_ bytes: [UInt8]) {
        var limits = LetterLimits()
        limits.parts = 50
        limits.depth = 5
        guard let letter = try? LetterReader.read(bytes, limits: limits) else { return }
        let note = Fuzz.note(String(decoding: bytes, as: UTF8.self))
        for header in letter.headers { expectOneLine(header.value, note) }
        for person in letter.from + letter.to + letter.cc + letter.bcc + letter.replyTo {
            expectOneLine((person.name ?? "") + person.address, note)
            #expect(person.name != nil || !person.address.isEmpty, note)
        }
        #expect(HeaderScan.messageID(in: bytes) == letter.messageID, note)
        for id in letter.references + letter.inReplyTo { #expect(id.hasPrefix("<") && id.hasSuffix(">"), note) }
        let names = letter.fileNames.map(\.whole)
        #expect(Set(names).count == names.count, note)
        for name in names {
            expectOneLine(name, note)
            #expect(!name.isEmpty && !name.contains("/") && !name.hasPrefix(".") && name.utf8.count <= 230, note)
        }
        #expect(letter.flaws.count <= 50, note)
        for calendar in letter.calendars { _ = try? MeetingReader.read(calendar.text) }
        if let html = letter.html { DamagedHTMLTests.expectSafe(SafeHTML.make(html), note) }
    }

    static func expectOneLine(_ text: String, _ note: Comment) {
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }, note)
    }

    @Test func `letters that were damaged`() throws {
        var random = Fuzz.random()
        for _ in 0..<Fuzz.rounds(400) {
            Self.expectSafe(Self.damage(try compose(try Draft.random(&random)).bytes(), &random))
        }
    }

    @Test func `letters that are nothing but pieces`() {
        var random = Fuzz.random()
        for _ in 0..<Fuzz.rounds(2000) {
            let text = Chance.text(
                0...40, of: [Self.pieces, Self.pieces, Self.pieces, Chance.letters, Chance.controls], &random)
            Self.expectSafe(Array(text.utf8))
            Self.expectSafe(Self.damage(Array(text.utf8), &random))
        }
    }

    @Test func `calendars that were damaged, or are nothing but pieces`() {
        let pieces = [
            "BEGIN:VCALENDAR\n", "END:VCALENDAR\n", "BEGIN:VEVENT\n", "END:VEVENT\n", "UID:u\n", "METHOD:REPLY\n",
            "DTSTART", ";TZID=", "Russian Standard Time",
            "Custom", ":20261201T100000", "Z", ":20261201", ";VALUE=DATE", "\n", "\r\n ", "DURATION:", "PT1H", "-P1W",
            "ATTENDEE", ";CN=", "\"", ";PARTSTAT=ACCEPTED",
            ":mailto:a@b.example", "ORGANIZER", "RRULE:FREQ=", "SECONDLY", ";COUNT=999999999", "SEQUENCE:",
            "99999999999999999999", "RECURRENCE-ID", "SUMMARY:", "\\n", "\\",
            "BEGIN:VTIMEZONE\nTZID:Custom\n", "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETTO:+0500\n",
            "END:STANDARD\nEND:VTIMEZONE\n", "BYDAY=-1SU;BYMONTH=10",
            "RDATE:", "COMMENT:", ":", ";", ",", "X-", "^n", "BEGIN:", "END:", "\0",
        ]
        let right = Array(
            ("BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:u\nDTSTART;TZID=Europe/Moscow:20261201T100000\nDURATION:PT1H\n"
                + "ORGANIZER;CN=\"A, B\":mailto:a@b.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:c@d.example\nEND:VEVENT\nEND:VCALENDAR\n")
                .utf8)
        var random = Fuzz.random()
        var read = 0
        for _ in 0..<Fuzz.rounds(3000) {
            let bytes =
                random.once(in: 2)
                ? Self.damage(right, &random)
                : Array(Chance.text(0...40, of: [pieces, pieces, Chance.letters], &random).utf8)
            do throws(UnreadableMeeting) {
                let meetings = try MeetingReader.read(String(decoding: bytes, as: UTF8.self))
                read += 1
                #expect(meetings.allSatisfy { !$0.uid.isEmpty })
            } catch {
                #expect(!error.problem.isEmpty, Fuzz.note(bytes))
            }
        }
        #expect(read > 100)
    }
}

/// HTML that was put together from pieces that mean something to browsers.
@Suite struct DamagedHTMLTests {
    private static let pieces = [
        "<p>", "</p>", "<div style=\"", "color:red", "background:url(x)", "expression(alert(1))", "\">", "<script>",
        "</script>", "<style>", "</style>", "<svg>", "</svg>",
        "<math>", "<a href=\"", "javascript:", "java\tscript:", "&#106;avascript:", "http://x", "<img src=", "cid:a@b",
        " onerror=alert(1)", "<!--", "-->", "<![CDATA[", "]]>",
        "<table><tr><td>", "</td></tr></table>", "<li>", "<h1>", "</h1>", "<noscript>", "<title>", "</title>",
        "<textarea>", "<iframe src=x>", "<", ">", "\"", "'", "`", "=", "/", "&lt;",
        "&", "\0", "<plaintext>", "<xmp>", "<template>", "<form>", "<input>", "<a ", "<font color=", "\\", "\n",
    ]

    /// Reads it as strictly as it is said to be written, and finds nothing that is not allowed.
    static func expectSafe(_ html: String, _ note: Comment) {
        let tag = /<(\/?)([a-z0-9]+)((?:\s[a-z]+="[^"<>`]*")*)>/.matchingSemantics(.unicodeScalar)
        var open: [String] = []
        for match in html.matches(of: tag) {
            let name = String(match.2)
            if !match.1.isEmpty {
                #expect(open.popLast() == name, note)
            } else if !["br", "hr", "img", "col", "wbr"].contains(name) {
                open.append(name)
            }
            #expect(
                !["script", "style", "svg", "math", "iframe", "form", "input", "object", "title", "template"].contains(
                    name), note)
            for attribute in match.3.matches(of: /\s([a-z]+)="([^"]*)"/.matchingSemantics(.unicodeScalar)) {
                let value = String(attribute.2)
                #expect(["href", "src", "style", "color", "rel", "alt", "title"].contains(attribute.1), note)
                switch attribute.1 {
                case "href": #expect(value.hasPrefix("http:") || value.hasPrefix("http&"), note)
                case "src": #expect(value.hasPrefix("cid:"), note)
                case "style": #expect(!["url", "expression", "@", "\\"].contains { value.contains($0) }, note)
                default: break
                }
            }
        }
        #expect(open.isEmpty, note)
        #expect(!html.replacing(tag, with: "").unicodeScalars.contains { $0 == "<" || $0 == ">" }, note)
    }

    @Test func `HTML of any pieces becomes safe`() {
        var random = Fuzz.random()
        for _ in 0..<Fuzz.rounds(3000) {
            let html = Chance.text(0...30, of: [Self.pieces, Self.pieces, Chance.letters], &random)
            let safe = SafeHTML.make(html)
            Self.expectSafe(safe, Fuzz.note(html))
            // What is safe stays as it is.
            #expect(SafeHTML.make(safe) == safe, Fuzz.note(html))
        }
    }
}
