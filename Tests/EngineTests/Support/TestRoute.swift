import Attributes
import Diagnostics
import ICalendar
import MIME

@testable import Engine

/// A route whose e-mail is the subject of a test, with attributes of every type.
struct TestRoute {
    static let attributes = """
        attributes:
          Title: {type: string, required: true}
          Note: string
          Email: {type: string, required: true}
          Cc: string
          Emails: {type: string, array: true}
          Person: {type: account, required: true}
          People: {type: account, array: true, required: true}
          Start: {type: datetime, required: true}
          End: datetime
          Length: duration
          Amount: {type: number, required: true}
          File: document
          Files: {type: document, array: true}
          Order: {type: object, required: true, fields: {Number: string, Owner: account}}
        """

    static let accounts = """
        - {id: ivan, name: Иван Петров, address: ivan@example.com, locale: ru-RU, timezone: Europe/Moscow, staff: true}
        - {id: john, name: John Smith, address: john@example.org, locale: en-GB, timezone: Europe/London}
        """

    /// What every submission has unless it says otherwise.
    static let data: [String: JSON] = [
        "Title": "Plan", "Email": "a@x.org", "Person": "ivan", "People": ["ivan", "john"],
        "Start": "2026-12-01T10:00:00Z",
        "Amount": 5, "Order": ["Number": "A-1", "Owner": "john"],
    ]

    /// The whole e-mail of the shortest route, apart from what the test says.
    static let body = "body: Hello\n"

    static let now = Instant(seconds: 1_796_000_000)

    let workspace: TestWorkspace

    /// A route with these keys of `email:`; `subject`, `to` and `body` are added unless they are there.
    init(_ email: String, route: String = "", files: [String: String] = [:]) throws {
        var keys = email
        for (key, line) in [("subject", "subject: <Title>"), ("to", "to: <Email>"), ("body", "body: Hello")]
        where !keys.split(separator: "\n").contains(where: { $0.hasPrefix("\(key):") }) {
            keys += "\n\(line)"
        }
        let indented = keys.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        var all = files
        all["routes/r.yaml"] =
            "kind: send\n\(Self.attributes)\n\(route)\nemail:\n\(indented.joined(separator: "\n"))\n"
        all["accounts/people.yaml"] = Self.accounts
        workspace = try TestWorkspace(all)
    }

    /// What is wrong with the route.
    static func said(_ email: String, route: String = "", files: [String: String] = [:]) throws -> String {
        try TestRoute(email, route: route, files: files).workspace.said
    }

    /// The letters that the data make; or what is wrong with the route, or with the data.
    func letters(_ changes: [String: JSON] = [:]) throws -> [RenderedLetter] {
        let loaded = workspace.load()
        guard let route = loaded.route("r") else { throw Refusal(words: TestWorkspace.said(loaded.findings.sorted)) }
        let merged = Self.data.merging(changes) { $1 }
        let json = JSON.object(
            merged.filter { $0.value != .null }.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
        do throws(Mismatches) {
            let record = try DataFile(json: json, folder: workspace.folder, name: "data").check(for: route, in: loaded)
            return try Renderer(route, now: Self.now).render(record)
        } catch {
            throw Refusal(words: error.sentences().joined(separator: "\n"))
        }
    }

    struct Refusal: Error, CustomStringConvertible {
        var words: String

        var description: String { words }
    }

    /// The first letter, as words, or what is refused.
    static func fill(
        _ email: String, _ changes: [String: JSON] = [:], files: [String: String] = [:],
        show: (RenderedLetter) -> String
    ) throws -> String {
        do {
            return try TestRoute(email, files: files).letters(changes).map(show).joined(separator: "\n")
        } catch let refusal as Refusal {
            return refusal.words
        }
    }
}

extension RenderedLetter {
    /// `to: A <a@x>; cc: b@x`, the blank ones left out.
    var people: String {
        [("to", draft.to), ("cc", draft.cc), ("bcc", bcc)].filter { !$0.1.isEmpty }
            .map { "\($0.0): \($0.1.map(\.words).joined(separator: ", "))" }.joined(separator: "; ")
    }

    /// Both halves; a derived text ends its last line, which is not shown.
    var bodies: String {
        let text = draft.text.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
        return [text.map { "text: \($0)" }, draft.html.map { "html: \($0)" }].compactMap(\.self).joined(separator: "\n")
    }
}

extension Mailbox {
    var words: String { name.map { "\($0) <\(address)>" } ?? address }
}
