import Attributes
import MIME
import Peers
import Testing

/// Letters that Python's email package must read without a defect as what they were written from.
struct RoundTripTests {
    static let texts = [
        "", "\n", "Hello", "Hello\n", "one\rtwo\r\nthree\nfour", "trailing space \nand tab\t\n  \n",
        "From here\nFrom\n",
        ".\n..\n.x\n\n.", "Привет, мир!\n", "mostly plain text with one ё in it, and more words behind it\n",
        String(repeating: "x", count: 5000), String(repeating: "long words ", count: 300), "=_ and --=_m0 =\n=3D",
        String(repeating: "Ж", count: 3000), "emoji 👩‍👩‍👧‍👦 and שלום עליכם and e\u{301}\n", "\u{0}\u{1}\u{7F}\u{85}\u{2028}",
        String(repeating: "y", count: 77) + " \n" + String(repeating: "z", count: 78),
        "F" + String(repeating: "ю", count: 12) + String(repeating: "From ", count: 40),
    ]

    static let names = [
        "Ivan", "Иван Петров", "Petrov, Ivan (boss) <x@y>", "\"quoted\"", "back\\slash", "  edges  ", "a  b",
        "J. R. \"Bob\" Dobbs",
        "=?utf-8?B?0J/RgA==?=", "שלום", "👨‍💻 dev", String(repeating: "Имя ", count: 30) + "!",
        String(repeating: "n", count: 300),
        String(repeating: "Ы", count: 5120), String(repeating: "word ", count: 2000) + "end", "tab\tname",
        "semi;colon:at@", "e\u{301}",
    ]

    @Test
    func `texts come back as they were written, alone and in two halves`() async throws {
        let drafts = Self.texts.flatMap { text in
            [
                Draft.sample { $0.text = text },
                Draft.sample { draft in
                    draft.text = text
                    draft.html = "<p>" + text
                },
            ]
        }
        let letters = try await ReadLetter.all(drafts.map { try compose($0).bytes() })
        #expect(letters.count == drafts.count)
        for (draft, letter) in zip(drafts, letters) {
            #expect(letter.defects == [])
            let text = unified(draft.text ?? "")
            let read = unified(letter.modern.text("text/plain") ?? "missing")
            // A letter's last line has an end, so a text that is all of a letter may get one.
            #expect(read == text || draft.html == nil && read == text + "\n")
            #expect(letter.modern.text("text/html").map(unified) == draft.html.map(unified))
        }
    }

    @Test
    func `subjects and names come back as they were written`() async throws {
        let drafts = Self.names.map { name in
            Draft.sample { draft in
                draft.subject = name
                draft.from.name = name
                draft.to = [Mailbox(name: name, address: "a@example.com"), Mailbox(address: "b@example.com")]
                draft.cc = [
                    Mailbox(name: name, address: "c@example.com"), Mailbox(name: name, address: "d@example.com"),
                ]
                draft.replyTo = [Mailbox(name: name, address: "e@example.com")]
                draft.headers = [.init(name: "X-Name", value: name)]
            }
        }
        let letters = try await ReadLetter.all(drafts.map { try compose($0).bytes() })
        #expect(letters.count == drafts.count)
        for (name, letter) in zip(Self.names, letters) {
            #expect(letter.defects == [])
            #expect(letter.modern.subject == name)
            #expect(letter.old.subject == name)
            #expect(letter.modern.values(of: "X-Name") == [name])
            #expect(letter.old.from == [.init(name: name, address: "robot@example.com")])
            #expect(
                letter.old.to == [
                    .init(name: name, address: "a@example.com"), .init(name: "", address: "b@example.com"),
                ])
            #expect(
                letter.old.cc == [
                    .init(name: name, address: "c@example.com"), .init(name: name, address: "d@example.com"),
                ])
            #expect(letter.modern.replyTo?.map(\.address) == ["e@example.com"])
            #expect(letter.modern.cc?.map(\.address) == ["c@example.com", "d@example.com"])
            // The modern policy shows a space between two encoded words, and one space for several.
            if name.utf8.count <= 45, !name.contains("\t") {
                #expect(letter.modern.replyTo?.map { collapsed($0.name) } == [collapsed(name)])
            }
        }
    }

    @Test
    func `files come back with their names, types and bytes`() async throws {
        let names = Self.names.map { $0 + ".pdf" } + ["noextension", "архив.tar.gz", "a'b%20c.txt", "x.PNG"]
        let drafts = names.map { name in
            Draft.sample { draft in
                draft.attached = [
                    Draft.File(.init(name: name, content: .bytes(Array(0...255)))),
                    Draft.File(.init(name: name, content: .bytes([]))),
                ]
            }
        }
        let letters = try await ReadLetter.all(drafts.map { try compose($0).bytes() })
        #expect(letters.count == drafts.count)
        for (name, letter) in zip(names, letters) {
            #expect(letter.defects == [])
            // Python takes spaces off both ends of a file's name.
            let shown = String(name.drop { $0 == " " })
            #expect(letter.modern.parts.map(\.fileName) == [nil, nil, shown, shown])
            #expect(letter.modern.parts.map(\.size) == [nil, 7, 256, 0])
            #expect(letter.modern.parts[2].type == "\(MediaType.of(fileName: name))")
            #expect(letter.modern.parts[2].disposition == "attachment")
            #expect(letter.modern.parts[2].parameters?["name"] == name)
            #expect(letter.old.parts.map(\.name) == [nil, nil, name, name])
            #expect(
                letter.old.parts[2].sha256 == "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880")
        }
    }

    @Test
    func `a letter with everything has the parts that mail clients expect`() async throws {
        let letter = try await ReadLetter.one(.everything)
        #expect(letter.defects == [])
        #expect(
            letter.modern.parts.map { "\($0.path) \($0.type)" } == [
                "1 multipart/mixed", "1.1 multipart/alternative", "1.1.1 text/plain", "1.1.2 multipart/related",
                "1.1.2.1 text/html", "1.1.2.2 image/png", "1.1.3 text/calendar", "1.2 application/ics",
                "1.3 application/pdf",
            ])
        let calendar = letter.modern.parts[6]
        #expect(calendar.parameters == ["charset": "UTF-8", "method": "REQUEST"])
        #expect(calendar.encoding == "base64")
        #expect(calendar.disposition == nil)
        #expect(calendar.text == "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
        #expect(letter.modern.parts[5].contentID == "<logo>")
        #expect(letter.modern.parts[5].disposition == "inline")
        #expect(letter.modern.parts[7].fileName == "invite.ics")
        #expect(letter.modern.date == "2026-12-01T07:00:00+00:00")
        #expect(letter.modern.messageID == "<0198c2f0-1@example.com>")
    }

    @Test
    func `random letters come back, all lines short and of seven bits`() async throws {
        var random = Seeded(seed: 20_261_201)
        let drafts = (0..<200).map { _ in Draft.random(&random) }
        let bytes = try drafts.map { try compose($0).bytes() }
        for letter in bytes {
            #expect(letter.allSatisfy { $0 < 0x80 })
            #expect(longestLine(letter) <= 78)
            #expect(letter.suffix(2) == [0x0D, 0x0A])
        }
        let letters = try await ReadLetter.all(bytes)
        #expect(letters.count == drafts.count)
        for (draft, letter) in zip(drafts, letters) {
            #expect(letter.defects == [])
            #expect(letter.modern.subject == draft.subject)
            #expect(letter.old.subject == draft.subject)
            #expect(letter.old.from.map(\.name) == [draft.from.name ?? ""])
            #expect(letter.old.to?.map(\.name) == draft.to.map { $0.name ?? "" })
            #expect(letter.modern.to?.map(\.address) == draft.to.map(\.address))
            let text = draft.text.map(unified)
            let read = letter.modern.text("text/plain").map(unified)
            #expect(read == text || letter.modern.parts.count == 1 && read == text.map { $0 + "\n" })
            #expect(letter.modern.text("text/html").map(unified) == draft.html.map(unified))
            let files = letter.modern.parts.filter { $0.disposition == "attachment" }
            #expect(files.map(\.fileName) == draft.attached.map(\.document.name))
            #expect(files.map(\.size) == draft.attached.map(\.document.size))
        }
    }

    private func collapsed(_ name: String) -> String {
        name.split { $0 == " " }.joined(separator: " ")
    }

    /// The longest line in octets; bare line ends count as a line that is too long.
    private func longestLine(_ letter: [UInt8]) -> Int {
        var longest = 0
        var start = 0
        for (position, byte) in letter.enumerated() {
            if byte == 0x0A {
                guard position > 0, letter[position - 1] == 0x0D else { return .max }
                longest = max(longest, position - 1 - start)
                start = position + 1
            } else if byte == 0x0D {
                guard position + 1 < letter.count, letter[position + 1] == 0x0A else { return .max }
            }
        }
        return longest
    }
}
