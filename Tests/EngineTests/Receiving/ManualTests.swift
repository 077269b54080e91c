import Attributes
import Diagnostics
import Glibc
import MIME
import Peers
import Settings
import Spool
import Testing

@testable import Engine

/// Each example of Docs/Receiving.md does what is said beside it.
@Suite struct `The manual of receiving` {
    private static func page() throws -> String {
        try TextFile.read("\(Python.packageFolder)/Docs/Receiving.md", limit: 1_000_000)
    }

    private static func blocks(_ language: String) throws -> [String] {
        try page().components(between: "```\(language)\n", and: "```")
    }

    /// The rows of the tables with these heads.
    private static func rows(_ first: String, _ second: String) throws -> [(String, String)] {
        var isIn = false
        var rows: [(String, String)] = []
        for line in try page().split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                isIn = false
                continue
            }
            // A bar within a cell is written `\|`.
            let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|").map { cell in
                String(cell).trimmingWhitespace().replacing("\u{1}", with: "|")
            }
            if cells == [first, second] { isIn = true }
            if isIn, cells.count == 2, cells[0].hasPrefix("`") {
                rows.append((String(cells[0].dropFirst().dropLast()), String(cells[1].dropFirst().dropLast())))
            }
        }
        return rows
    }

    private static let files = [
        "routes/auto-reply.yaml": TestArrival.reply, "tables/invoices.csv": "Number\nInv-17\n", "mail/invoice.eml": "x",
    ]

    /// The letter that the page shows, which needs no real reader.
    private static func letter() throws -> ReadLetter {
        let text = try #require(blocks("eml").first)
        let halves = text.split(separator: "\n\n", maxSplits: 1).map(String.init)
        return .sample { letter in
            letter.text = halves[1]
            for line in halves[0].split(separator: "\n") {
                let field = line.split(separator: ": ", maxSplits: 1).map(String.init)
                if field[0] == "Subject" { letter.subject = field[1] }
                letter.headers.append(ReadHeader(name: field[0], value: field[1]))
            }
        }
    }

    @Test func `shows a route that is right, and its test passes`() throws {
        let block = try #require(Self.blocks("yaml").first)
        let keys = block.split(separator: "\n").filter { !$0.hasPrefix("kind:") }.joined(separator: "\n")
        let arrival = try TestArrival(keys, files: Self.files)
        #expect(arrival.workspace.said == "")
        let (workspace, route) = (arrival.workspace.load(), try arrival.route())
        let letter = try Self.letter()
        let tools = LetterTools(read: { _ in .success(letter) }, safeHTML: { html, _ in html }, meetings: { _ in [] })
        let test = try #require(route.tests.first)
        guard case .passed = Verifier(workspace, now: .now).run(test, of: route, reading: tools) else {
            Issue.record("the test of the page's route does not pass")
            return
        }
    }

    @Test func `speaks of each key`() throws {
        let page = try Self.page()
        let all =
            ReceiveFields.receive.fields + DeliverSetting.shape.fields + LinkRule.shape.fields
            + AttributeSetting.declared
        for field in all where field.name != "name" {
            let isNamed = page.contains("\(field.name):") || page.contains("`\(field.name)`")
            #expect(isNamed, "\(field.name)")
        }
        for name in ArrivalSchema.names { #expect(page.contains("`\(name)"), "\(name)") }
    }

    @Test func `says what is found in a letter`() throws {
        let rows = try Self.rows("an attribute", "its value")
        #expect(rows.count >= 15)
        for (declaration, value) in rows {
            let keys = "locale: ru-RU\ntimezone: Europe/Moscow\nattributes:\n  Own: \(declaration)"
            let message = try TestArrival(keys).message(Self.letter())
            #expect(message.attributes["Own"]?.printed() == value, "\(declaration)")
        }
    }

    @Test func `says why a letter is kept`() throws {
        let rows = try Self.rows("an attribute", "the reason")
        #expect(rows.count == 2)
        for (declaration, reason) in rows {
            let arrival = try TestArrival("attributes:\n  Own: \(declaration)")
            let problem = try #require(throws: Misunderstanding.self) { try arrival.understand(Self.letter()).get() }
            #expect(problem.reason.message == reason)
        }
    }

    @Test(arguments: [("says", 13), ("warns", 1)])
    func `says what is wrong`(verb: String, count: Int) throws {
        let rows = try Self.rows("a key", "`router check` \(verb)")
        #expect(rows.count == count)
        for (keys, words) in rows {
            let said = try TestArrival.said(keys, files: Self.files)
            let start = verb == "warns" ? "warning [" : "["
            #expect(said.hasPrefix(start) && said.hasSuffix("]: \(words)"), "\(keys): \(said)")
        }
    }

    @Test func `says what a route gets`() throws {
        let rows = try Self.rows("a value", "the route gets")
        #expect(rows.count == 3)
        for (with, data) in rows {
            let arrival = try TestArrival("deliver: [{route: auto-reply, with: \(with)}]", files: Self.files)
            let (route, message) = (try arrival.route(), try arrival.message(Self.letter()))
            #expect(try route.data(of: message, for: route.deliveries[0]).get().printed() == data)
        }
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> [String] {
        components(of: self[...], start, end)
    }

    private func components(of text: Substring, _ start: String, _ end: String) -> [String] {
        guard let first = text.firstRange(of: start), let last = text[first.upperBound...].firstRange(of: end) else {
            return []
        }
        return [String(text[first.upperBound..<last.lowerBound])] + components(of: text[last.upperBound...], start, end)
    }
}
