import Attributes
import MIME
import Testing

/// What becomes of the parts of a letter.
@Suite struct PartTests {
    @Test(arguments: ["\n", "\r\n", "\r"])
    func `line ends of all kinds are read`(end: String) throws {
        let text =
            "From: a@b.example\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\none\ntwo\n--x\n\nthree\n--x--\n"
        let letter = try LetterReader.read(Array(text.replacing("\n", with: end).utf8))
        #expect(letter.subject == "s" && letter.text == "one\ntwo\nthree")
        #expect(letter.flaws == (end == "\r" ? ["The lines end with CR alone."] : []))
    }

    static let headers: [(letter: String, subject: String, text: String, flaws: [String])] = [
        ("Subject: s\n\nt", "s", "t", []), ("Subject: s", "s", "", []), ("", "", "", []), ("\n\nt", "", "\nt", []),
        ("Subject: s\nHello you\n\nt", "s", "Hello you\n\nt", ["A header is not ended by a blank line."]),
        (
            "Subject: a long\nstory\nFrom: a@b.example\n\nt", "a long", "t",
            ["A header has lines that belong to no field."]
        ),
        ("From a@b Tue Dec  1 10:00:00 2026\nSubject: s\n\nt", "s", "t", []),
        (">From a@b Tue Dec  1 10:00:00 2026\nSubject: s\n\nt", "s", "t", []),
        ("\n\nSubject: s\n\nt", "s", "t", ["Blank lines stand before the header."]),
        ("\u{FEFF}Subject: s\n\nt", "s", "t", []),
        ("Subject : s\n\nt", "s", "t", ["Spaces stand between a field's name and its colon."]),
        ("no header at all\n", "", "no header at all\n", ["The letter has no header."]),
        (" folded\nSubject: s\n\nt", "s", "t", ["A header has lines that belong to no field."]),
        ("Subject: a\n \n b\n\nt", "a  b", "t", []), ("Subject: a\u{0}b\rc\n\nt", "a b c", "t", []),
        ("Subject:\nX-Empty:\n\nt", "", "t", []),
        (": x\nSubject: s\n\nt", "s", "t", ["A header has lines that belong to no field."]),
    ]

    @Test(arguments: headers)
    func `headers are read in whatever state they are`(
        _ expected: (letter: String, subject: String, text: String, flaws: [String])
    ) throws {
        let letter = try read(expected.letter)
        #expect(letter.subject == expected.subject)
        #expect(letter.text == expected.text)
        #expect(letter.flaws == expected.flaws)
    }

    @Test func `fields are decoded in their order, and ids get their brackets`() throws {
        let letter = try read(
            """
            Received: from a
            \tby b
            X-Name: =?utf-8?Q?=D0=9F?=
            Message-ID: abc@d.example
            In-Reply-To: Your message of Tuesday <1@x.example>
            References: <1@x.example> <2@x.example>
             <3@
             x.example>
            Received: from c


            """)
        #expect(
            letter.headers.map(\.name) == ["Received", "X-Name", "Message-ID", "In-Reply-To", "References", "Received"])
        #expect(letter.values(of: "received") == ["from a\tby b", "from c"])
        #expect(letter.values(of: "X-Name") == ["П"])
        #expect(letter.messageID == "<abc@d.example>")
        #expect(letter.inReplyTo == ["<1@x.example>"])
        #expect(letter.references == ["<1@x.example>", "<2@x.example>", "<3@x.example>"])
    }

    @Test func `alternatives, pictures, files, a forwarded letter and an invitation find their places`() throws {
        let letter = try read(
            """
            Subject: everything
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain; charset=utf-8

            текст
            --a
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: text/html; charset=utf-8

            <img src="cid:p@x">
            --r
            Content-Type: image/png
            Content-ID: <p@x>
            Content-Transfer-Encoding: base64

            AAEC
            --r--
            --a
            Content-Type: text/calendar; charset=utf-8; method=request

            BEGIN:VCALENDAR
            END:VCALENDAR
            --a--
            --m
            Content-Type: application/ics; name=invite.ics
            Content-Disposition: attachment

            BEGIN:VCALENDAR
            --m
            Content-Type: message/rfc822

            From: x@y.example
            Subject: =?utf-8?B?0J8=?= / inner

            inner text
            --m
            Content-Type: text/plain; name=notes.txt
            Content-Disposition: inline

            notes
            --m--
            """)
        #expect(letter.text == "текст")
        #expect(letter.html == "<img src=\"cid:p@x\">")
        #expect(letter.calendars == [ReadCalendarPart(method: "REQUEST", text: "BEGIN:VCALENDAR\nEND:VCALENDAR")])
        #expect(letter.attachments.map(\.name) == [nil, "invite.ics", "П / inner.eml", "notes.txt"])
        #expect(letter.attachments.map(\.isInline) == [true, false, false, true])
        #expect(letter.attachments[0].contentID == "p@x" && letter.attachments[0].content == [0, 1, 2])
        #expect(
            String(decoding: letter.attachments[2].content, as: UTF8.self)
                == "From: x@y.example\nSubject: =?utf-8?B?0J8=?= / inner\n\ninner text")
        #expect(letter.fileNames.map(\.whole) == ["attachment-1.png", "invite.ics", "inner.eml", "notes.txt"])
        #expect(letter.flaws == [])
    }

    @Test func `a calendar that is only attached is a calendar all the same`() throws {
        let letter = try read(
            "Content-Type: application/ics; method=REPLY; name=x.ics\nContent-Disposition: attachment\n\nBEGIN:VCALENDAR\n"
        )
        #expect(letter.calendars == [ReadCalendarPart(method: "REPLY", text: "BEGIN:VCALENDAR\n")])
        #expect(letter.attachments.map(\.name) == ["x.ics"])
    }

    @Test func `texts that follow one another are one, and a stray one of another kind is a file`() throws {
        func mixed(_ parts: String...) throws -> MIME.ReadLetter {
            let body = parts.map { "--x\nContent-Type: \($0)\n" }.joined()
            return try read("Content-Type: multipart/mixed; boundary=x\n\n\(body)--x--\n")
        }
        let footer = try mixed("text/plain\n\none", "text/plain\n\ntwo")
        #expect(footer.text == "one\ntwo" && footer.attachments.isEmpty)
        let stray = try mixed("text/html\n\n<p>one", "text/plain\n\ntwo")
        #expect(stray.html == "<p>one" && stray.text == nil)
        #expect(stray.fileNames.map(\.whole) == ["attachment-1.txt"])
    }

    static let broken: [(body: String, text: String, flaws: [String])] = [
        ("multipart/mixed; boundary=x\n\n--x\n\none", "one", ["A multipart has no end."]),
        ("multipart/mixed; boundary=x\n\nno parts", "no parts", ["A multipart's boundary stands nowhere."]),
        ("multipart/mixed\n\n--y\n\none\n--y--", "one", ["A multipart names no boundary."]),
        ("multipart/mixed\n\nonly text", "only text", ["A multipart names no boundary."]),
        ("multipart/mixed; boundary=\"x \"\n\n--x \n\none\n--x--  \n", "one", []),
        ("multipart/mixed; boundary*=us-ascii''x\n\n--x\n\none\n--x--", "one", []),
        ("multipart/mixed; boundary=x\n\n--x\n\none --x\n--xy\n--x--", "one --x\n--xy", []),
        ("multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n--x--", "", []),
        (
            "multipart/mixed; boundary=x\n\n--x\nplain words\n--x--", "plain words",
            ["A header is not ended by a blank line."]
        ),
        (
            "multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=xx\n\n--xx\n\none\n--x\n\ntwo\n--x--",
            "one\ntwo", ["A multipart has no end."]
        ),
        ("text\n\none", "one", ["A content type can't be understood."]), ("TEXT/Plain (comment)\n\none", "one", []),
        ("text/plain; format=flowed\n\nnot \none\n> quoted \n> text\n", "not one\n> quoted text\n", []),
        ("text/plain; format=flowed; delsp=yes\n\nсло \nво\n", "слово\n", []),
        ("text/plain; format=flowed\n\n-- \nname\n From\n", "-- \nname\nFrom\n", []),
        (
            "text/plain\nContent-Transfer-Encoding: quoted-printable\n\n=D0=9F=\n=d0=9f = x=ZZ=", "ПП = x=ZZ",
            ["A part's transfer encoding is broken or unknown."]
        ),
        ("text/plain\nContent-Transfer-Encoding: \"base64\"\n\n0J8=\n0J8=\n", "ПП", []),
        (
            "text/plain\nContent-Transfer-Encoding: base64\n\n0!J8", "П",
            ["A part's transfer encoding is broken or unknown."]
        ),
        ("text/plain\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#0V%T\n`\nend\n", "Cat", []),
        (
            "text/plain\nContent-Transfer-Encoding: strange\n\none", "one",
            ["A part's transfer encoding is broken or unknown."]
        ),
    ]

    @Test(arguments: broken)
    func `broken bodies are read, with a word about it`(_ expected: (body: String, text: String, flaws: [String]))
        throws
    {
        let letter = try read("Content-Type: \(expected.body)")
        #expect(letter.text == expected.text)
        #expect(letter.flaws == expected.flaws)
    }

    static let charsets: [(label: String, body: [UInt8], text: String, isMended: Bool)] = [
        ("koi8-r", Russian.koi8, Russian.text, false), ("windows-1251", Russian.windows, Russian.text, false),
        ("\"cp-866\"", Russian.dos, Russian.text, false), ("utf-8", Array(Russian.text.utf8), Russian.text, false),
        ("koi8-r", Array(Russian.text.utf8), Russian.text, true), ("utf-8", Russian.koi8, Russian.text, true),
        ("us-ascii", Russian.windows, Russian.text, true), ("no-such-charset", Russian.dos, Russian.text, true),
        ("", Russian.koi8, Russian.text, true), ("gb18030", [0xC4, 0xE3, 0xBA, 0xC3], "你好", false),
        ("gb2312", [0x81, 0x30, 0x81, 0x30], "\u{80}", false), ("big5", [0xA7, 0x41], "你", false),
        ("shift_jis", [0x93, 0xFA], "日", false), ("iso-8859-1", [0x63, 0x61, 0x66, 0xE9, 0x20, 0x93], "café “", false),
        ("", [0x47, 0x72, 0xF6, 0xDF, 0x65], "Größe", true), ("utf-16le", [0x41, 0, 0x16, 0x04], "AЖ", false),
        ("utf-7", Array("+BBY-".utf8), "Ж", false), ("utf-8", [0xD0, 0x9F, 0xD0, 0x9F, 0xD0], "ПП\u{FFFD}", true),
        ("../../etc/x", [0x41], "A", false), ("iso-8859-1", [0x61, 0x81, 0x62], "a\u{81}b", true),
    ]

    @Test(arguments: charsets)
    func `texts are read in what they say, or what they are`(
        _ expected: (label: String, body: [UInt8], text: String, isMended: Bool)
    ) throws {
        let letter = try LetterReader.read(
            bytes("Content-Type: text/plain; charset=\(expected.label)\n\n", expected.body))
        #expect(letter.text == expected.text)
        #expect(letter.flaws == (expected.isMended ? ["A text is not in the charset that it names."] : []))
    }

    @Test func `the scan before reading finds the same Message-ID`() throws {
        for header in [
            "Message-ID: <a@b>", "message-id:<a@b>", "Message-Id :\n <a@b>", "X: y\nMESSAGE-ID: a@b",
            "Message-ID: (c) <a\n @b> x",
            "Message-ID: <a@b>\nMessage-ID: <c@d>", "From x\nMessage-ID: <a@b>", "\n\nMessage-ID: <a@b>",
            "Message-ID: <<a@b>",
        ] {
            let bytes = Array("\(header)\n\nMessage-ID: <no@no>\n".utf8)
            #expect(HeaderScan.messageID(in: bytes) == "<a@b>", "\(header)")
            #expect(try LetterReader.read(bytes).messageID == "<a@b>", "\(header)")
        }
        for header in [
            "Subject: s", "Message-ID:", "Message-ID: <>", "Message-ID: two words", "X-Message-ID: <a@b>",
            "Message-IDs: <a@b>",
        ] {
            let bytes = Array("\(header)\n\nMessage-ID: <no@no>\n".utf8)
            #expect(HeaderScan.messageID(in: bytes) == nil, "\(header)")
            #expect(try LetterReader.read(bytes).messageID == nil, "\(header)")
        }
    }

    @Test func `a file is read as bytes are, and one that is missing is said to be`() throws {
        #expect(throws: UnreadableLetter.self) { try LetterReader.read(path: "/nonexistent/letter.eml") }
    }

    @Test func `many threads read at once`() async throws {
        let text =
            "From: Boss (the) <a@b.example>\nTo: G: c@d.example, \"x\" <e@f.example>;\nSubject: =?koi8-r?B?8NLJ18XU?=\n\n"
        let bytes = Array(text.utf8) + Russian.windows
        let first = try LetterReader.read(bytes)
        #expect(first.to.count == 2 && first.text == Russian.text)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (0..<50).allSatisfy { _ in
                        let letter = try? LetterReader.read(bytes)
                        return letter?.from == first.from && letter?.to == first.to && letter?.text == first.text
                    }
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }
}
