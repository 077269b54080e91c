import Attributes
import MIME
import Testing

/// Letters that Outlook packed.
@Suite struct TNEFTests {
    static func sample() -> [UInt8] {
        var file = TNEF()
        file.add(0x0006_9007, TNEF.number(1251, 4) + TNEF.number(0, 4))
        file.add(
            0x0006_9003,
            TNEF.properties([
                // One of a kind that has a name, several numbers, and a number, before what counts.
                TNEF.number(0x1F, 2) + TNEF.number(0x8001, 2) + [UInt8](repeating: 7, count: 16) + TNEF.number(1, 4)
                    + TNEF.number(6, 4) + TNEF.utf16("ab") + [0, 0] + TNEF.number(1, 4) + TNEF.number(4, 4)
                    + TNEF.utf16("x"),
                TNEF.number(0x1003, 2) + TNEF.number(0x0E00, 2) + TNEF.number(2, 4) + TNEF.number(5, 4)
                    + TNEF.number(6, 4),
                TNEF.number(0x000B, 2) + TNEF.number(0x0E1B, 2) + TNEF.number(1, 4),
                TNEF.property(0x1000, 0x1E, Russian.windows + [0]),
                TNEF.property(0x1013, 0x102, Array("<p>Привет".utf8)),
            ]))
        file.add(0x0006_9002, level: 2, [UInt8](repeating: 0, count: 14))
        file.add(0x0001_8010, level: 2, Array("REPORT~1.PDF".utf8) + [0])
        file.add(0x0006_800F, level: 2, [1, 2, 3])
        file.add(
            0x0006_9005, level: 2,
            TNEF.properties([
                TNEF.property(0x3707, 0x1F, TNEF.utf16("Отчёт.pdf")),
                TNEF.property(0x370E, 0x1E, Array("application/pdf".utf8) + [0]),
            ]))
        file.add(0x0006_9002, level: 2, [UInt8](repeating: 0, count: 14))
        file.add(0x0001_8010, level: 2, Array("a.txt".utf8) + [0])
        file.add(0x0006_800F, level: 2, Array("text".utf8))
        return file.bytes
    }

    static func letter(_ file: [UInt8], type: String = "application/ms-tnef") -> [UInt8] {
        bytes("Subject: s\nContent-Type: \(type); name=winmail.dat\n\n", file)
    }

    @Test(arguments: ["application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"])
    func `texts and files are taken out`(type: String) throws {
        let letter = try LetterReader.read(Self.letter(Self.sample(), type: type))
        #expect(letter.text == Russian.text)
        #expect(letter.html == "<p>Привет")
        #expect(
            letter.attachments == [
                ReadAttachment(name: "Отчёт.pdf", contentType: "application/pdf", content: [1, 2, 3]),
                ReadAttachment(name: "a.txt", contentType: "text/plain", content: Array("text".utf8)),
            ])
        #expect(letter.flaws == [])
    }

    @Test func `one that is cut anywhere is read as far as it goes`() throws {
        let whole = Self.sample()
        for end in 6..<whole.count {
            let letter = try LetterReader.read(Self.letter(Array(whole[..<end])))
            #expect(letter.attachments.count <= 2, "cut at \(end)")
        }
        let cut = try LetterReader.read(Self.letter(Array(whole[..<(whole.count - 3)])))
        #expect(cut.attachments.count == 2 && cut.text == Russian.text)
        #expect(cut.flaws == ["A winmail.dat is damaged: what could be read of it was taken."])
    }

    @Test func `what is none stays a file`() throws {
        let letter = try LetterReader.read(Self.letter(Array("no such thing".utf8)))
        #expect(letter.attachments.map(\.name) == ["winmail.dat"])
        #expect(letter.flaws == ["A winmail.dat can't be unpacked."])
    }

    /// The example of [MS-OXRTFCP] §3.1.1.
    @Test func `packed RTF is unpacked`() throws {
        let packed: [UInt8] = [
            0x2D, 0, 0, 0, 0x2B, 0, 0, 0, 0x4C, 0x5A, 0x46, 0x75, 0xF1, 0xC5, 0xC7, 0xA7, 0x03, 0x00, 0x0A, 0x00, 0x72,
            0x63,
            0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0A, 0xF3, 0x20, 0x68, 0x65, 0x6C, 0x09, 0x00, 0x20, 0x62, 0x77,
            0x05,
            0xB0, 0x6C, 0x64, 0x7D, 0x0A, 0x80, 0x0F, 0xA0,
        ]
        var file = TNEF()
        file.add(0x0006_9003, TNEF.properties([TNEF.property(0x1009, 0x102, packed)]))
        let letter = try LetterReader.read(Self.letter(file.bytes))
        #expect(letter.attachments.map(\.name) == ["message.rtf"])
        #expect(
            letter.attachments.first.map { String(decoding: $0.content, as: UTF8.self) }
                == "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n")
    }
}
