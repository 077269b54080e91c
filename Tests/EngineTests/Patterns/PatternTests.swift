import Peers
import Testing

@testable import Engine

@Suite struct `Regular expressions` {
    @Test(arguments: [
        ("Inv-[0-9]+", "Счёт Inv-17 и Inv-18", ["Inv-17", "Inv-18"]),
        ("Inv-([0-9]+)", "Счёт Inv-17", ["17"]),
        ("№ ?([А-Я]-\\d{1,3})\\b", "Договор № А-5, №Б-1234", ["А-5"]),
        ("(?i)срочно|urgent", "СРОЧНО и Urgent", ["СРОЧНО", "Urgent"]),
        ("^Re: (.+)$", "Re: hello", ["hello"]),
        ("(?m)^Total: *(.*?) *$", "a\nTotal:  5 \nTotal: 6", ["5", "6"]),
        ("a.c", "abc a\nc", ["abc"]),
        ("(?s)a.c", "abc a\nc", ["abc", "a\nc"]),
        ("(a|ab)(c|bcd)", "abcd", ["a"]),
        ("<(.+?)>", "<a><b>", ["a", "b"]),
        ("<(.+)>", "<a><b>", ["a><b"]),
        ("[^\\s,]+@[\\w.-]+", "a@x.org, b@y.org", ["a@x.org", "b@y.org"]),
        ("x{2,3}", "x xx xxxx", ["xx", "xxx"]),
        ("(?<Key>\\w+)=", "a=1 бв=2", ["a", "бв"]),
        ("\\p{Lu}\\p{Ll}+", "Анна и John", ["Анна", "John"]),
        ("\\u0416|\\x41|[\\]\\-]", "ЖA]-", ["Ж", "A", "]", "-"]),
        ("{a}", "{a}", ["{a}"]),
        ("(x)|(y)", "y", ["y"]),
    ])
    func `find what they say`(pattern: String, text: String, keys: [String]) throws {
        #expect(try Pattern(pattern).keys(in: text) == keys)
    }

    @Test(arguments: [
        ("(", "a '(' is not closed"), (")", "')' closes nothing"), ("[a", "a '[' is not closed"),
        ("*", "there is nothing before '*' to repeat"), ("a**", "two repetitions follow each other"),
        ("x*", "it matches nothing at all everywhere"), ("", "it matches nothing at all everywhere"),
        ("\\b", "it matches nothing at all everywhere"),
        ("a(?=b)", "it looks ahead or behind, which is not known here; put what you want in a group"),
        ("(?<!b)a", "it looks ahead or behind, which is not known here; put what you want in a group"),
        ("(a)\\1", "it refers back with '\\1', which is not known here"), ("\\q", "'\\q' is not known here"),
        ("[z-a]", "a range in '[…]' goes backwards"), ("a{3,2}", "{3,2} repeats less than it must"),
        ("(a{1000}){1000}", "with its repetitions written out it is too long"),
        ("x^a", "there is no text that it matches"), ("a$b", "there is no text that it matches"),
        ("[^\\s\\S]", "there is no text that it matches"), ("(?<A>a)(?<A>b)", "two groups are called 'A'"),
        ("\\", "it ends with a backslash"), ("a++", "'++', '*+' and '?+' are not known here; one sign is enough"),
    ])
    func `that can't be meant are refused`(pattern: String, words: String) {
        do throws(Pattern.Problem) {
            _ = try Pattern(pattern)
            Issue.record("\(pattern) was taken")
        } catch {
            #expect(error.words == words)
        }
    }

    /// A backtracking engine would not end before the sun does.
    @Test(arguments: ["(a+)+$", "(a|aa)+b", "(a*)*b", "(\\w+\\s?)+!", "a.*b.*c.*d"])
    func `take no longer than a text's length deserves`(pattern: String) throws {
        let text = String(repeating: "a", count: 20_000) + "?"
        let compiled = try Pattern(pattern)
        let elapsed = Work.measure { #expect(compiled.firstMatch(in: text) == nil) }
        #expect(elapsed < .seconds(60))
    }

    @Test func `find the same as the standard library's`() throws {
        var random = Seeded(seed: 7)
        let atoms = [
            "a", "b", "[ab]", "[^a]", ".", "(a|b)", "(?:ab)", "a?", "b*", "a+", "(b+?)", "a{2}", "\\w", "^", "$",
        ]
        var compared = 0
        for _ in 0..<2000 {
            let pattern = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                atoms.randomElement(using: &random) ?? "a"
            }.joined()
            guard let ours = try? Pattern(pattern), let theirs = try? Regex(pattern) else { continue }
            let text = String(
                (0..<Int.random(in: 0...8, using: &random)).map { _ in "abc ".randomElement(using: &random) ?? "a" })
            let expected = text.matches(of: theirs).map { String(text[$0.range]) }
            #expect(ours.matches(in: text).map(\.whole) == expected, "\(pattern) in '\(text)'")
            compared += 1
        }
        #expect(compared > 1000)
    }

    @Test(arguments: [
        ("Inv-[0-9]+", "Inv-[0-9]{4}", true), ("Inv-[0-9]+", "[0-9]+", true), ("Inv-[0-9]+", "Ord-[0-9]+", false),
        ("(?i)inv-[0-9]+", "INV-1", true), ("Inv-[0-9]+", "Inv-[A-Z]+", false), ("\\bA-[0-9]+", "B?A-1", true),
        ("[а-я]+", "[a-z]+", false), ("№[0-9]+", "(?:№|N)[0-9]+", true),
    ])
    func `that can find the same are told apart from those that can't`(one: String, other: String, overlap: Bool) throws
    {
        let text = try Pattern(one).overlap(with: Pattern(other))
        #expect((text != nil) == overlap)
        if let text {
            #expect(try Pattern(one).firstMatch(in: text) != nil && Pattern(other).firstMatch(in: text) != nil)
        }
    }
}
