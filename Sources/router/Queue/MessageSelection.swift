import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Spool

/// The options that say which messages are meant.
struct MessageSelection: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Those in these states: \(MessageState.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "states"),
        completion: .list(MessageState.allCases.map(\.rawValue)), transform: Words<MessageState>.states)
    var state: Words<MessageState>?

    @Option(name: .long, help: "Those of a route.", completion: NameCompletion.routes)
    var route: String?

    @Option(name: .long, help: "Those that go through a connection.", completion: NameCompletion.connections)
    var connection: String?

    @Option(
        name: .long, help: ArgumentHelp("Those accepted longer ago than this, as 2h or 3d.", valueName: "time"),
        transform: Age.read)
    var older: Age?

    @Option(
        name: .long, help: ArgumentHelp("Those accepted since so long ago, as 30m or 1d.", valueName: "time"),
        transform: Age.read)
    var newer: Age?

    @Option(name: .long, help: ArgumentHelp("Those to an address.", valueName: "address"))
    var recipient: String?

    @Option(name: .long, help: ArgumentHelp("Those of one call of a route.", valueName: "id"), transform: identifier)
    var submission: UUIDv7?

    /// Whether it says anything.
    var isEmpty: Bool {
        state == nil && route == nil && connection == nil && older == nil && newer == nil && recipient == nil
            && submission == nil
    }

    /// - Parameters:
    ///   - now: What ages are counted from.
    ///   - states: What holds when no state is named.
    /// - Returns: The same for the spool.
    func filter(now: Instant, usualStates states: Set<MessageState>? = nil) -> MessageFilter {
        MessageFilter(
            states: state?.words ?? states, route: route, connection: connection,
            createdBefore: older.map { now + (.zero - $0.length) },
            createdAfter: newer.map { now + (.zero - $0.length) },
            recipient: recipient.map(Self.wireAddress), submission: submission)
    }

    /// An address as envelopes have it: its domain in ASCII.
    private static func wireAddress(_ text: String) -> String { (try? EmailAddress(text))?.text ?? text }

    func validate() throws {
        if let older, let newer, older.length >= newer.length {
            throw ValidationError("--older and --newer leave nothing between them; --newer names the longer time")
        }
    }

    private static func identifier(_ text: String) throws -> UUIDv7 {
        guard let id = UUIDv7(text) else { throw ValidationError("it is no id; 'router queue list' shows them") }
        return id
    }
}
