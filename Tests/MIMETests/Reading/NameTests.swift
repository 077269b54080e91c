import Attributes
import MIME
import Testing

/// Names of files, in every way to write them.
@Suite struct NameTests {
    static let names: [(String, String?)] = [
        ("attachment; filename=a.pdf", "a.pdf"), ("attachment; filename=\"a b.pdf\"", "a b.pdf"),
        ("attachment; filename=a b.pdf", "a b.pdf"), ("attachment; filename=\"a\\\"b.pdf\"", "a\"b.pdf"),
        ("attachment; filename=\"C:\\temp\\a.pdf\"", "C:\\temp\\a.pdf"), ("attachment;FILENAME=a.pdf;size=5", "a.pdf"),
        // RFC 2231.
        ("attachment; filename*=utf-8''%D0%9F.pdf", "П.pdf"), ("attachment; filename*=koi8-r'ru'%F0.pdf", "П.pdf"),
        ("attachment; filename*0=a; filename*1=b.pdf", "ab.pdf"),
        ("attachment; filename*1*=%9F.pdf; filename*0*=utf-8''%D0", "П.pdf"),
        ("attachment; filename*0*=utf-8''%D0%9F; filename*1=\" x.pdf\"", "П x.pdf"),
        ("attachment; filename=a.pdf; filename*=utf-8''%D0%9F.pdf", "П.pdf"),
        // Against it: no charset, no quotes, encoded words, bare eight bits, as in URLs.
        ("attachment; filename*=%D0%9F.pdf", "П.pdf"), ("attachment; filename*=''%D0%9F.pdf", "П.pdf"),
        ("attachment; filename=\"=?utf-8?B?0J8=?=.pdf\"", "П.pdf"),
        ("attachment; filename==?utf-8?B?0J8=?=.pdf", "П.pdf"),
        ("attachment; filename*0=\"=?utf-8?B?0J\"; filename*1=\"8=?=.pdf\"", "П.pdf"),
        ("attachment; filename=\"П.pdf\"", "П.pdf"), ("attachment; filename=\"%D0%9F.pdf\"", "П.pdf"),
        ("attachment; filename=\"100%25.pdf\"", "100%25.pdf"), ("filename=a.pdf", "a.pdf"),
        ("attachment; filename=\"a.pdf", "a.pdf"), ("attachment; filename=", nil), ("attachment", nil),
        ("attachment; =x", nil),
        ("attachment; filename=\"a=?utf-8?Q?=0D=0A?=b\"", "a  b"),
    ]

    @Test(arguments: names)
    func `a file's name is read`(raw: String, name: String?) throws {
        let letter = try read("Content-Type: application/pdf\nContent-Disposition: \(raw)\n\nx")
        #expect(letter.attachments.map(\.name) == [name])
    }

    @Test func `a name beside the type counts where there is no other`() throws {
        let letter = try read(
            "Content-Type: application/pdf; name*=utf-8''%D0%9F.pdf\nContent-Disposition: attachment\n\nx")
        #expect(letter.attachments.first?.name == "П.pdf")
    }

    static let files: [(String?, String, String)] = [
        ("a.pdf", "application/pdf", "a.pdf"), ("Отчёт за июнь.docx", "x/y", "Отчёт за июнь.docx"),
        ("../../etc/passwd", "x/y", "passwd"), ("..\\..\\boot.ini", "x/y", "boot.ini"),
        ("/etc/passwd", "x/y", "passwd"),
        ("C:\\Windows\\a.exe", "x/y", "a.exe"), ("a\u{0}b\n.txt", "x/y", "ab.txt"), ("a:b*c?.txt", "x/y", "a_b_c_.txt"),
        ("cod\u{202E}gpj.exe", "x/y", "codgpj.exe"), ("\u{200B}.txt", "x/y", "txt"), ("CON.txt", "x/y", "_CON.txt"),
        ("com1", "x/y", "_com1"), ("lpt9.pdf", "x/y", "_lpt9.pdf"), ("console.txt", "x/y", "console.txt"),
        (".htaccess", "x/y", "htaccess"), ("...", "x/y", "attachment-1"), ("name. . .", "x/y", "name"),
        ("", "application/pdf", "attachment-1.pdf"), (nil, "image/png", "attachment-1.png"),
        (nil, "x/y", "attachment-1"),
        ("/", "text/plain", "attachment-1.txt"), (".pdf", "x/y", "pdf"), ("a.tar.gz", "x/y", "a.tar.gz"),
        ("a／b", "x/y", "a_b"), ("Re: offer v1.2 (final)", "x/y", "Re_ offer v1.2 (final)"),
        ("👩‍👩‍👧.png", "x/y", "👩‍👩‍👧.png"), ("a.b c", "x/y", "a.b c"),
    ]

    @Test(arguments: files)
    func `a file's name is made safe`(name: String?, type: String, file: String) {
        #expect(ReadAttachment(name: name, contentType: type, content: []).fileName(number: 1).whole == file)
    }

    @Test func `a long name keeps its extension and its characters whole`() {
        let attachment = ReadAttachment(
            name: String(repeating: "Ж", count: 500) + ".pdf", contentType: "x/y", content: [])
        let name = attachment.fileName(number: 1).whole
        #expect(name == String(repeating: "Ж", count: 98) + ".pdf")
        let heap = ReadAttachment(name: "e" + String(repeating: "\u{301}", count: 999), contentType: "x/y", content: [])
        #expect(heap.fileName(number: 1).whole == "attachment")
    }

    @Test func `names of a letter are all different, also where capitals don't count`() {
        var letter = MIME.ReadLetter()
        for name in ["a.txt", "A.TXT", "a.txt", "a (2).txt", nil, nil] {
            letter.attachments.append(ReadAttachment(name: name, contentType: "text/plain", content: []))
        }
        #expect(
            letter.fileNames.map(\.whole) == [
                "a.txt", "A (2).TXT", "a (3).txt", "a (2) (2).txt", "attachment-5.txt", "attachment-6.txt",
            ])
    }

    @Test func `a thousand equal names take no time`() {
        var letter = MIME.ReadLetter()
        letter.attachments = (0..<2000).map { _ in ReadAttachment(name: "a", contentType: "x/y", content: []) }
        let start = ContinuousClock.now
        #expect(Set(letter.fileNames.map(\.whole)).count == 2000)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
