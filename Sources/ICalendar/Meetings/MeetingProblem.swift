/// Everything that keeps a meeting from being written.
package struct MeetingProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// One thing that is wrong.
    package struct Flaw: Hashable, Sendable, CustomStringConvertible {
        /// Where, by the keys of a route: `title`, `end`, `attendees[1].address`, `recurrence`.
        package var field: String
        /// In one sentence without a full stop; follows the field.
        package var problem: String
        /// In one sentence without a full stop.
        package var remedy: String

        package init(field: String, problem: String, remedy: String) {
            self.field = field
            self.problem = problem
            self.remedy = remedy
        }

        package var description: String { "\(field): \(problem); \(remedy)" }
    }

    /// In the order in which the properties are written; never empty.
    package var flaws: [Flaw]

    package init(flaws: [Flaw]) {
        self.flaws = flaws
    }

    package var description: String { flaws.map(\.description).joined(separator: "\n") }
}
