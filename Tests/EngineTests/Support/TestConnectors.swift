import Connecting
import Settings

/// Kinds of connections that only declare what they can do: nothing is fetched or handed over by reading routes.
enum TestConnectors {
    static let all: [any Connector.Type] = [TestMailbox.self, TestCalendar.self, TestDesk.self, TestDrawer.self]
}

struct TestMailbox: Receiver {
    static let address = Field<String>("address", "Whose it is", default: "desk@example.com")
    static let kind = Kind("mailbox", "A mailbox", fields: [address], example: "kind: mailbox\n")
    let mailbox: String
    let interval = Duration.seconds(60)

    init(_ reading: Reading, in surroundings: Surroundings) { mailbox = "\(reading[Self.address]) on mail.example.com" }

    func open(
        _ folder: String, acknowledging acknowledgement: Acknowledgement
    ) async throws(Failure) -> any ReceivingSession {
        throw Failure(.connectionRefused, .never, "a mailbox of tests", help: "read a real one")
    }
}

struct TestCalendar: Receiver {
    static let readsEvents = true
    static let kind = Kind("calendar", "A mailbox with a calendar", fields: [], example: "kind: calendar\n")
    let mailbox = "calendar@example.com"
    let interval = Duration.seconds(60)

    init(_ reading: Reading, in surroundings: Surroundings) {}

    func open(
        _ folder: String, acknowledging acknowledgement: Acknowledgement
    ) async throws(Failure) -> any ReceivingSession {
        throw Failure(.connectionRefused, .never, "a calendar of tests", help: "read a real one")
    }
}

struct TestDesk: Handler, Registry {
    static let entryKeys = ["path"]
    static let kind = Kind("desk", "Takes messages at paths", fields: [], example: "kind: desk\n")

    init(_ reading: Reading, in surroundings: Surroundings) {}

    func handle(_ message: HandedMessage) async throws(Failure) -> HandlerAnswer { HandlerAnswer(words: "200 OK") }

    func knows(_ object: String, key: String, value: String, path: String?) async throws(Failure) -> Bool { true }
}

struct TestDrawer: Handler {
    static let kind = Kind("drawer", "Takes messages", fields: [], example: "kind: drawer\n")

    init(_ reading: Reading, in surroundings: Surroundings) {}

    func handle(_ message: HandedMessage) async throws(Failure) -> HandlerAnswer { HandlerAnswer(words: "exit 0") }
}
