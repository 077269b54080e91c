package import Attributes
package import Spool

/// How many letters have come in, by route and state.
package struct InboxCounts: Sendable {
    /// Those that not all handlers have yet, and that something is done about without anybody's help.
    package static let new: Set<ArrivalState> = [.received, .delivering]

    private let tallies: [ArrivalTally]

    package init(_ tallies: [ArrivalTally]) { self.tallies = tallies }

    package func count(_ states: Set<ArrivalState>) -> Int {
        tallies.reduce(0) { states.contains($1.state) ? $0 + $1.count : $0 }
    }

    package var unprocessed: Int { tallies.reduce(0) { $0 + $1.unprocessed } }

    /// When the oldest of the new ones came.
    package var oldestNew: Instant? { tallies.filter { Self.new.contains($0.state) }.map(\.oldest).min() }

    /// The same for each route, by its name.
    package var byRoute: [(route: String, counts: InboxCounts)] {
        Dictionary(grouping: tallies, by: \.route).sorted { $0.key < $1.key }.map { ($0, InboxCounts($1)) }
    }

    package var json: JSON {
        .object(
            members + [
                .init(
                    name: "routes",
                    value: .array(
                        byRoute.map { .object([.init(name: "route", value: .string($0))] + $1.members) }))
            ])
    }

    private var members: [JSON.Member] {
        [
            .init(name: "new", value: .integer(count(Self.new))),
            .init(name: "unprocessed", value: .integer(unprocessed)),
            .init(name: "oldestNew", value: .optional(oldestNew?.iso8601)),
            .init(
                name: "states",
                value: .object(
                    ArrivalState.allCases.map { .init(name: $0.rawValue, value: .integer(count([$0]))) })),
        ]
    }
}
