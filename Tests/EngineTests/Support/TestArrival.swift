import Attributes
import Diagnostics
import ICalendar
import MIME
import Spool

@testable import Engine

/// A receive route that is the subject of a test, and letters for it.
struct TestArrival {
    static let connections = [
        "connections/desk.yaml": "kind: mailbox", "connections/calendar.yaml": "kind: calendar",
        "connections/bpm.yaml": "kind: desk", "connections/archive.yaml": "kind: drawer",
        "connections/out.yaml": "kind: maildir\npath: mail\nsender: {address: robot@example.com, name: Robot}",
    ]
    static let accounts = """
        - {id: ivan, name: Иван Петров, address: ivan@example.com, staff: true}
        - {id: john, name: John Smith, address: john@example.org, company: Smith & Sons}
        - {id: anna, name: Анна Кузнецова, address: anna@example.org}
        """
    static let reply = """
        kind: send
        connection: out
        attributes:
          Email: {type: string, required: true, not-empty: true}
          Name: {type: string, required: true, not-empty: true}
          Note: {type: string, not-empty: true}
          Client: account
          Others: {type: account, array: true}
          Count: number
          Flag: boolean
          When: datetime
          Files: {type: document, array: true}
          Case: {type: object, fields: {Number: string, Total: {type: number, required: false}}}
        email: {to: <Email>, subject: "Re", body: "Hello <Name>"}
        """

    let workspace: TestWorkspace

    /// A route with these keys, beside `kind` and `connection`.
    init(_ keys: String, files: [String: String] = [:]) throws {
        var all = Self.connections.merging(files) { $1 }
        let connection =
            keys.split(separator: "\n").contains { $0.hasPrefix("connection:") } ? "" : "connection: desk\n"
        all["routes/r.yaml"] = "kind: receive\n\(connection)\(keys)\n"
        all["accounts/people.yaml"] = Self.accounts
        workspace = try TestWorkspace(all)
        workspace.kinds += TestConnectors.all
    }

    /// What is wrong with the route; the names of files and lines left out.
    static func said(_ keys: String, files: [String: String] = [:]) throws -> String {
        let arrival = try TestArrival(keys, files: files)
        return arrival.workspace.said.split(separator: "\n").map { line in
            line.replacing(/routes\/r\.yaml(:\d+)? ?/, with: "")
        }.joined(separator: "\n")
    }

    struct Refusal: Error, CustomStringConvertible {
        var description: String
    }

    func route() throws -> ReceiveRoute {
        let loaded = workspace.load()
        guard let route = loaded.receiveRoutes["r"] else {
            throw Refusal(description: TestWorkspace.said(loaded.findings.sorted))
        }
        return route
    }

    static let now = Instant(seconds: 1_796_000_000)

    /// What the route makes of a letter.
    func understand(
        _ letter: ReadLetter, in surroundings: ArrivalSurroundings? = nil
    ) throws -> Result<IncomingMessage, Misunderstanding> {
        var around = surroundings ?? Self.surroundings()
        around.accounts = workspace.load().accounts
        return try route().understand(letter, arrival: ArrivalFacts(id: UUIDv7(), received: Self.now), in: around)
    }

    func message(_ letter: ReadLetter, in surroundings: ArrivalSurroundings? = nil) throws -> IncomingMessage {
        switch try understand(letter, in: surroundings) {
        case .success(let message): return message
        case .failure(let problem): throw Refusal(description: problem.reason.message)
        }
    }

    static func surroundings(meetings: [ReadMeeting] = []) -> ArrivalSurroundings {
        ArrivalSurroundings(
            safeHTML: { html, _ in html.replacing(/<script.*?<\/script>/, with: "") }, meetings: { _ in meetings })
    }
}

extension ReadLetter {
    /// A letter from Anna to the desk.
    static func sample(_ change: (inout ReadLetter) -> Void = { _ in }) -> ReadLetter {
        var letter = ReadLetter()
        letter.from = [Mailbox(name: "Анна Кузнецова", address: "anna@example.org")]
        letter.to = [Mailbox(address: "desk@example.com")]
        letter.subject = "Счёт Inv-17"
        letter.messageID = "<1@example.org>"
        letter.text = "Здравствуйте!\nСчёт во вложении."
        change(&letter)
        return letter
    }
}
