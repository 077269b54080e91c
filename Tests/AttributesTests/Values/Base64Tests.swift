import Attributes
import Peers
import Testing

struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
        ("Zm9vYmFy", "foobar"),
        ("Zm9v\r\nYmFy", "foobar"), ("Z\nm9vYm\nFy\n", "foobar"), ("Zm9vYg=\r\n=\r\n", "foob"), ("\nZm9v", "foo"),
    ])
    func `base64 is read with or without line breaks`(text: String, plain: String) throws {
        #expect(try Base64.decode(text, atMost: 100) == Array(plain.utf8))
    }

    @Test(arguments: [
        ("Zm9v!mFy", Base64.Problem.character(at: 5)), ("Zm9v YmFy", .character(at: 5)), ("Zm9vYg", .cutShort),
        ("Zm9vY", .cutShort),
        ("Zm9vYg=", .cutShort), ("Zm9vYh==", .looseBits), ("Zm9vYmF=", .looseBits), ("Zm-v", .urlAlphabet),
        ("Zm_v", .urlAlphabet),
        ("Zg==Zg==", .character(at: 5)), ("=Zg=", .character(at: 1)), ("Z===", .character(at: 2)),
        ("Zg=v", .character(at: 4)),
        ("Жg==", .character(at: 1)), ("Zg===", .character(at: 5)),
    ])
    func `what is no base64 is told`(text: String, problem: Base64.Problem) {
        #expect(throws: problem) { try Base64.decode(text, atMost: 100) }
    }

    @Test func `more than the limit is refused, the limit itself is not`() throws {
        let bytes = [UInt8](repeating: 7, count: 1000)
        #expect(try Base64.decode(Base64.encode(bytes), atMost: 1000) == bytes)
        #expect(throws: Base64.Problem.tooLong) { try Base64.decode(Base64.encode(bytes), atMost: 999) }
    }

    @Test func `what is encoded is decoded again`() throws {
        var random = Seeded(seed: 1)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(try Base64.decode(Base64.encode(bytes), atMost: count) == bytes)
        }
    }

    @Test func `ten megabytes are decoded in a moment`() throws {
        let text = String(repeating: "Zm9v", count: 3_333_333)
        let time = try Work.measure {
            let bytes = try Base64.decode(text, atMost: 10_000_000)
            #expect(bytes.count == 9_999_999)
        }
        #expect(time < .seconds(100))
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), (String(repeating: "x", count: 57), String(repeating: "eHh4", count: 19)),
        (String(repeating: "x", count: 58), String(repeating: "eHh4", count: 19) + "\r\neA=="),
    ])
    func `lines of base64 are RFC 2045's`(text: String, encoded: String) {
        var output: [UInt8] = []
        Base64.appendLines(text.utf8.span, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == (encoded.isEmpty ? "" : encoded + "\r\n"))
    }

    @Test(arguments: 0...200)
    func `the size of base64 is known before`(count: Int) {
        var output: [UInt8] = []
        Base64.appendLines([UInt8](repeating: 0xA5, count: count).span, to: &output)
        #expect(output.count == Base64.linesCount(of: count))
    }
}
