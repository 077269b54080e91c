import Attributes
import MIME
import Testing

/// Lists of people, in order and out of it.
@Suite struct PeopleTests {
    static let lists: [(String, [String])] = [
        ("a@b.example", ["|a@b.example"]), ("<a@b.example>", ["|a@b.example"]),
        ("Ann Lee <a@b.example>", ["Ann Lee|a@b.example"]), ("\"Lee, Ann\" <a@b.example>", ["Lee, Ann|a@b.example"]),
        ("a@b.example, c@d.example", ["|a@b.example", "|c@d.example"]),
        ("A <a@b.example>,, B <c@d.example>,", ["A|a@b.example", "B|c@d.example"]),
        ("=?utf-8?B?0JDQvdC90LA=?= <a@b.example>", ["Анна|a@b.example"]),
        ("=?utf-8?Q?Lee,_Ann?= <a@b.example>", ["Lee, Ann|a@b.example"]),
        ("\"=?utf-8?B?0JDQvdC90LA=?=\" <a@b.example>", ["Анна|a@b.example"]),
        ("=?utf-8?B?0JDQvdC90LA=?= =?utf-8?B?INCb0Lg=?= <a@b.example>", ["Анна Ли|a@b.example"]),
        ("\"a \\\"b\\\" c\" <a@b.example>", ["a \"b\" c|a@b.example"]),
        // Comments.
        ("a@b.example (Ann Lee)", ["Ann Lee|a@b.example"]), ("Ann (the boss) <a@b.example>", ["Ann|a@b.example"]),
        // Groups.
        ("undisclosed-recipients:;", []), ("Team: a@b.example, C <c@d.example>;", ["|a@b.example", "C|c@d.example"]),
        ("Team:a@b.example;, e@f.example", ["|a@b.example", "|e@f.example"]),
        // Routes, brackets and quotes as they ought not to be.
        ("<@x.example,@y.example:a@b.example>", ["|a@b.example"]), ("A <<a@b.example>>", ["A|a@b.example"]),
        ("\"a b\"@b.example", ["|\"a b\"@b.example"]), ("a@[192.0.2.1]", ["|a@[192.0.2.1]"]),
        ("A. B. <a@b.example>", ["A. B.|a@b.example"]), ("O'Neil <a@b.example>", ["O'Neil|a@b.example"]),
        ("root", ["|root"]), ("", []), (" , ,", []), ("a@b.example; c@d.example", ["|a@b.example", "|c@d.example"]),
        // Nothing ends a line.
        ("=?utf-8?Q?A=0ABcc:_x?= <a@b.example>", ["A Bcc: x|a@b.example"]),
    ]

    @Test(arguments: lists)
    func `people are read`(raw: String, people: [String]) throws {
        let letter = try read("To: \(raw)\n\n")
        #expect(letter.to.map { "\($0.name ?? "")|\($0.address)" } == people)
    }

    @Test(arguments: [Russian.koi8, Russian.windows, Russian.dos])
    func `names of bare eight bits are read`(raw: [UInt8]) throws {
        // With a comment, so that it goes the long way too.
        for tail in [" <a@b.example>\n\n", " (x) <a@b.example>\n\n"] {
            let letter = try LetterReader.read(bytes("From: ", Array(raw[..<5]), tail))
            #expect(letter.from == [Mailbox(name: "Добры", address: "a@b.example")])
        }
    }

    @Test func `fields that stand twice are joined, or the first one counts`() throws {
        let letter = try read(
            "From: a@b.example\nTo: c@d.example\nTo: e@f.example\nFrom: x@y.example\nSubject:\nSubject: s\n\n")
        #expect(letter.from.map(\.address) == ["a@b.example"])
        #expect(letter.to.map(\.address) == ["c@d.example", "e@f.example"])
        #expect(letter.subject == "s")
        #expect(
            letter.flaws == [
                "The field 'to' stands more than once.", "The field 'from' stands more than once.",
                "The field 'subject' stands more than once.",
            ])
    }

    @Test func `a list of a hundred thousand people ends in time`() throws {
        let list = (0..<40_000).map { "a\($0)@b.example" }.joined(separator: ",")
        #expect(try read("To: \(list)\n\n").to.count <= 10_000)
        #expect(try read("To: (x) \(list)\n\n").to.count <= 10_000)
    }
}
