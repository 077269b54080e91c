import Attributes
import Testing

@testable import MIME

struct EncodingTests {
    @Test(arguments: [
        ("plain", "plain"), ("a=b", "a=3Db"), ("é", "=C3=A9"), ("end \r\nx", "end=20\r\nx"), ("tab\t", "tab=09"),
        ("From me", "=46rom me"), ("Fromage", "Fromage"), (".", "=2E"), ("..", ".."), ("\r\n.\r\n", "\r\n=2E\r\n"),
        (String(repeating: "x", count: 76), String(repeating: "x", count: 76)),
        (String(repeating: "x", count: 77), String(repeating: "x", count: 75) + "=\r\nxx"),
        (String(repeating: "x", count: 74) + "=", String(repeating: "x", count: 74) + "=\r\n=3D"),
        (String(repeating: "x", count: 73) + "=", String(repeating: "x", count: 73) + "=3D"),
        (String(repeating: "x", count: 75) + "From x", String(repeating: "x", count: 75) + "=\r\n=46rom x"),
        (String(repeating: "x", count: 75) + ".\r\n", String(repeating: "x", count: 75) + ".\r\n"),
    ])
    func `quoted-printable keeps lines short and dangerous ones harmless`(text: String, encoded: String) {
        var output: [UInt8] = []
        let count = QuotedPrintable.encodedCount(of: text.utf8.span)
        QuotedPrintable.append(text.utf8.span, count: count, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == encoded)
        #expect(count == output.count)
    }

    @Test(arguments: [
        ("", "7bit"), ("plain\n", "7bit"), (String(repeating: "x", count: 78), "7bit"),
        (String(repeating: "x", count: 79), "quoted-printable"), ("trailing \n", "quoted-printable"),
        ("From x", "quoted-printable"), ("a\n.\nb", "quoted-printable"), ("x=_y", "quoted-printable"),
        ("x=y", "7bit"), ("mostly plain with an é", "quoted-printable"), ("Привет", "base64"),
        ("\0", "quoted-printable"),
        ("\0\0\0\0", "base64"),
    ])
    func `a body goes out in what is shortest`(text: String, encoding: String) {
        #expect("\(BodyText(Array(text.utf8)).encoding.name)" == encoding)
    }

    @Test(arguments: [
        ("", ""), ("a\nb\rc\r\nd", "a\r\nb\r\nc\r\nd"), ("\n\r", "\r\n\r\n"), ("\r\r\n\n", "\r\n\r\n\r\n"),
        ("a\r", "a\r\n"),
    ])
    func `line ends of all kinds become CRLF`(text: String, normal: String) {
        #expect(String(decoding: BodyText(Array(text.utf8)).bytes, as: UTF8.self) == normal)
    }

    @Test(arguments: [
        ("a.pdf", "application/pdf"), ("A.PDF", "application/pdf"), ("архив.tar.gz", "application/gzip"),
        ("letter.eml", "application/octet-stream"), ("pdf", "application/octet-stream"),
        ("a.", "application/octet-stream"),
        ("invite.ics", "application/ics"),
    ])
    func `a file's type comes from its name`(name: String, type: String) {
        #expect("\(MediaType.of(fileName: name))" == type)
    }

    @Test
    func `a Message-ID stands in the sender's domain`() throws {
        let sender = try EmailAddress("робот@пример.рф")
        let id = MessageID.text(id: "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e", sender: sender)
        #expect(id == "<0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e@xn--e1afmkfd.xn--p1ai>")
    }
}
