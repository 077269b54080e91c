import Attributes
import MIME
import Testing

/// Encoded words as programs write them, against RFC 2047 and otherwise.
@Suite struct EncodedWordTests {
    static let subjects: [(String, String)] = [
        ("Hello", "Hello"),
        ("=?utf-8?B?0J/RgNC40LLQtdGC?=", "Привет"),
        ("=?UTF-8?q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
        ("=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        // A language (RFC 2231 §5).
        ("=?utf-8*ru?B?0J/RgNC40LLQtdGC?=", "Привет"),
        // Words that follow one another.
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"), ("=?utf-8?Q?a?=\n =?utf-8?Q?b?=", "ab"), ("=?utf-8?Q?a_?= b", "a  b"),
        // A character that is split between two, and a group of base64 that is.
        ("=?utf-8?Q?=D0?= =?utf-8?Q?=9F?=", "П"), ("=?utf-8?B?0A==?= =?utf-8?B?nw==?=", "П"),
        ("=?utf-8?B?0J/RgNC40?= =?utf-8?B?LLQtdGC?=", "Привет"),
        ("=?utf-8?Q?=D0?= =?utf-8?B?nw==?=", "П"),
        // Without padding, and cut off.
        ("=?utf-8?B?0J8?=", "П"), ("=?utf-8?B?0J/RgNC40LLQtdGC", "Привет"),
        // Within words and quotes, and with spaces.
        ("Re:=?utf-8?Q?=D0=9F?=x", "Re:Пx"), ("\"=?utf-8?Q?=D0=9F?=\"", "\"П\""),
        ("=?utf-8?Q?two words?=", "two words"),
        ("(=?utf-8?Q?a?=)", "(a)"), ("=?utf-8?Q?why?=20not?=", "why? not"),
        // What is none stays.
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="), ("=?=?=?", "=?=?=?"), ("a =? b ?= c", "a =? b ?= c"),
        ("=?utf-8?Q?x", "=?utf-8?Q?x"),
        ("=?utf-8?Q?=ZZ?=", "=ZZ"),
        // Charsets that are unknown, or not what is said.
        ("=?unknown-8bit?B?0J/RgNC40LLQtdGC?=", "Привет"), ("=?utf-8?Q?=F0=D2=C9=D7=C5=D4?=", "Привет"),
        ("=?us-ascii?Q?=CF=F0=E8=E2=E5=F2?=", "Привет"), ("=?utf-8?Q?caf=E9?=", "café"),
        // Nothing ends a line.
        ("=?utf-8?Q?a=0D=0ABcc:_x?=", "a  Bcc: x"), ("=?utf-8?Q?a=00b?=", "a b"), ("=?utf-8?B?YeKAqGI=?=", "a b"),
        ("a\n\tb", "a\tb"), ("", ""),
    ]

    @Test(arguments: subjects)
    func `a subject is decoded`(raw: String, subject: String) throws {
        #expect(try read("Subject: \(raw)\n\n").subject == subject)
    }

    @Test(arguments: [
        ("koi8", Russian.koi8), ("windows", Russian.windows), ("dos", Russian.dos), ("utf-8", Array(Russian.text.utf8)),
    ])
    func `a subject of bare eight bits is read`(_: String, raw: [UInt8]) throws {
        let letter = try LetterReader.read(bytes("Subject: ", raw, "\n\n"))
        #expect(letter.subject == Russian.text)
    }

    @Test func `what the text says it is in serves for its header`() throws {
        // Three letters are too few to guess from.
        let letter = try LetterReader.read(
            bytes("Subject: ", [0xC4, 0xC1] as [UInt8], "\nContent-Type: text/plain; charset=koi8-r\n\n"))
        #expect(letter.subject == "да")
    }
}
