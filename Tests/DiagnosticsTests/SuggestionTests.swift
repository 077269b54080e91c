import Diagnostics
import Testing

struct SuggestionTests {
    private static let keys = ["host", "port", "encryption", "auth", "sender", "subject", "cc", "bcc", "Title", "a"]

    @Test(arguments: [
        ("hots", "host"), ("hst", "host"), ("hostt", "host"), ("Host", "host"), ("HOST", "host"),
        ("encrpytion", "encryption"),
        ("encription", "encryption"), ("SUBJECT", "subject"), ("titel", "Title"), ("сс", "cc"), ("Тitle", "Title"),
        ("A", "a"),
    ])
    func `a slip of the pen finds its name`(slip: String, name: String) {
        #expect(Suggestion.nearest(to: slip, among: Self.keys) == name)
    }

    @Test(arguments: ["", "x", "timeout", "zzzz", "encry", "тема", String(repeating: "host", count: 20_000)])
    func `another word finds nothing`(word: String) {
        #expect(Suggestion.nearest(to: word, among: Self.keys) == nil)
    }

    @Test func `the nearest wins, of equally near ones the first`() {
        #expect(Suggestion.nearest(to: "part", among: ["pars", "port", "part1"]) == "pars")
        #expect(Suggestion.nearest(to: "port", among: ["pprt", "Port", "PORT"]) == "Port")
        #expect(Suggestion.nearest(to: "potr", among: ["PORT", "port"]) == "port")
    }

    @Test(arguments: [
        ("hots", "did you mean 'host'?"), ("сс", "did you mean 'cc' in Latin letters?"), ("nothing", nil),
    ])
    func `the remedy says it in words`(slip: String, words: String?) {
        #expect(Suggestion.help(for: slip, among: Self.keys) == words)
    }
}
