import Attributes
import Glibc
import Peers
import Templating
import Testing

/// Ten letters as people and programs write them, and their texts.
@Suite struct MailTests {
    static let names = [
        "invite", "order", "newsletter", "outlook", "reply", "reset", "statement", "minutes", "broken", "crm",
    ]

    private static func html(_ name: String) throws -> String {
        let file = try #require(fopen("\(Python.packageFolder)/Tests/Golden/mails/\(name).html", "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func text(_ html: String) throws -> String {
        let template = try #require(Sample.read(mustache: html, in: .html, for: Schema([])).0)
        return try template.derivedText().text(Record(Schema([]), []), as: Sample.russian)
    }

    @Test(arguments: names)
    func `the text of a letter is what it was`(_ name: String) throws {
        let html = try Self.html(name)
        let text = try Self.text(html)
        #expect(try Golden.bytes("mails/\(name).txt", found: Array(text.utf8)) == Array(text.utf8))
        #expect(try Self.text(html.replacing("\n", with: "\r\n")) == text)
    }

    @Test(arguments: names)
    func `a letter's text has the words that another reader of HTML sees, in their order`(_ name: String) async throws {
        let html = try Self.html(name)
        let seen = try #require(try await ReadHTML.all([html]).first)
        let text = try Self.text(html)
        #expect(!seen.words.isEmpty)
        #expect(Self.words(text) == seen.words.filter { !Self.isMark($0) })
    }

    /// The words of a text without the marks of lists, quotes, cells and lines, and without the addresses of links.
    private static func words(_ text: String) -> [String] {
        let addresses = text.replacing(#/\ ?\(([a-z]+://\S+|[\w.]+@\S+|\+7\d+)\)/#, with: "")
        return addresses.split { $0.isWhitespace }.map(String.init).filter { !isMark($0) }
    }

    private static func isMark(_ word: String) -> Bool {
        ["-", "|", ">", "----------"].contains(word) || word.wholeMatch(of: #/\d+\./#) != nil
    }
}
